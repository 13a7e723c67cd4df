// Which addresses the operator's own configuration names, and how far a request may therefore reach: to those
// anywhere, to all others outside only. A webhook is among them only on this machine: for its name others
// answer. The hosts of Amazon SNS are among them too, which a VPC may lead through a private address.
#pragma once

#include <set>
#include <string>
#include <tuple>

#include "bot/base/reach.h"
#include "bot/config/configuration.h"

namespace tocsin::app {

class OwnAddresses {
  public:
    // Adds to what is known: what the configuration before has under way still goes where that said.
    void learn(const config::Configuration& configuration);
    Reach reach_of(const std::string& url) const;

  private:
    using Origin = std::tuple<bool, std::string, std::uint16_t>;  // TLS, host in lower case, port

    void add(const std::string& url);
    void add_webhook(const std::string& url);

    std::set<Origin> origins_;
};

}  // namespace tocsin::app

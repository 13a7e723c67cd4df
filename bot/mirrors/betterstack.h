// A status page at Better Stack. Facts: its Uptime API v2. A notice is a status report there, found again by
// its title and the instant it starts at; each of its updates says what state the resources are in.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/mirrors/mirror.h"

namespace tocsin::mirrors {

class Betterstack final : public Mirror {
  public:
    explicit Betterstack(Account account) : account_(std::move(account)) {}

    std::string_view product() const override { return "Better Stack"; }
    std::string_view kind() const override { return "betterstack"; }
    channels::HttpRequest ask_components(int page) const override;
    Found components_in(const channels::HttpAnswer& answer) const override;
    channels::HttpRequest publish(const Entry& entry) const override;
    Outcome published(const channels::HttpAnswer& answer, const Entry& entry) const override;
    channels::HttpRequest look_up(const Entry& entry) const override;
    Outcome looked_up(const channels::HttpAnswer& answer, const Entry& entry) const override;
    channels::HttpRequest correct(const Entry& entry) const override;
    channels::HttpRequest show_states(const Entry& entry) const override;
    Outcome changed(const channels::HttpAnswer& answer, const Entry& entry) const override;

  private:
    channels::HttpRequest ask(std::string_view method, std::string_view path,
                              const nlohmann::json& body) const;

    Account account_;
};

}  // namespace tocsin::mirrors

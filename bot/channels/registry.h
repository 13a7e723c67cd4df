// Which channels carry a means, in the order in which they are tried, and which a callback is for. Made once
// from the configuration; what a channel does is channel.h.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/channels/channel.h"

namespace tocsin::channels {

class Registry {
  public:
    // Behind those that carry the means already.
    void add(Means means, std::shared_ptr<const Channel> channel);
    // Not tried, but found and called back: a reload may take a provider out while its calls still ring.
    void keep(std::shared_ptr<const Channel> channel);

    const std::vector<std::shared_ptr<const Channel>>& providers_for(
        Means means) const;  // in order; none: empty
    std::set<Means> carried() const;
    std::set<std::string> providers() const;                          // that some means is tried through
    std::vector<const Channel*> of(std::string_view provider) const;  // tried or not

    // nullptr: this provider does not carry it.
    const Channel* find(Means means, std::string_view provider) const;
    // The one that answers /webhooks/PROVIDER/PATH; nullptr: none.
    const Channel* for_callback(std::string_view provider, std::string_view path) const;

  private:
    std::vector<std::shared_ptr<const Channel>> all_;
    std::map<Means, std::vector<std::shared_ptr<const Channel>>> by_means_;
};

}  // namespace tocsin::channels

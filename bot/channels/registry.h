// The channels there are: which reach people by a means, in the order they are tried, and which a callback is
// for. Which one is tried when is the engine's business.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/channels/channel.h"

namespace tocsin::channels {

class Registry {
  public:
    using Order = std::map<Means, std::vector<std::string>>;  // names of providers

    Registry() = default;
    // Names in `order` without a channel for their means are left out.
    Registry(std::vector<std::unique_ptr<Channel>> channels, const Order& order);

    const std::vector<const Channel*>& providers_for(Means means) const;  // in order; none: empty

    // The channel of that provider for that means, also when it is not tried any more; null: none.
    const Channel* find(std::string_view provider, Means means) const;
    // The one that answers /webhooks/PROVIDER/PATH; null: none.
    const Channel* for_callback(std::string_view provider, std::string_view path) const;

  private:
    std::vector<std::unique_ptr<Channel>> channels_;
    std::map<Means, std::vector<const Channel*>> by_means_;
};

}  // namespace tocsin::channels

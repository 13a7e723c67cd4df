// Which channels carry a means, in the order in which they are tried. Made once from the configuration; what
// a channel does is channel.h.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "bot/channels/channel.h"

namespace tocsin::channels {

class Registry {
  public:
    // Behind those that carry the means already.
    void add(Means means, std::shared_ptr<const Channel> channel) {
        by_means_[means].push_back(std::move(channel));
    }

    const std::vector<std::shared_ptr<const Channel>>& providers_for(Means means) const {
        static const std::vector<std::shared_ptr<const Channel>> none;
        const auto found = by_means_.find(means);
        return found == by_means_.end() ? none : found->second;
    }

    // nullptr: this provider does not carry it.
    const Channel* find(Means means, std::string_view provider) const {
        for (const auto& channel : providers_for(means)) {
            if (channel->provider() == provider) return channel.get();
        }
        return nullptr;
    }

    std::set<Means> carried() const {
        std::set<Means> means;
        for (const auto& [one, channels] : by_means_) means.insert(one);
        return means;
    }

  private:
    std::map<Means, std::vector<std::shared_ptr<const Channel>>> by_means_;
};

}  // namespace tocsin::channels

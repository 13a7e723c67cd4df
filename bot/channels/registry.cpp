#include "bot/channels/registry.h"

#include <algorithm>
#include <utility>

namespace tocsin::channels {

Registry::Registry(std::vector<std::unique_ptr<Channel>> channels, const Order& order)
    : channels_(std::move(channels)) {
    for (const auto& [means, names] : order) {
        for (const std::string& name : names)
            if (const Channel* channel = find(name, means)) by_means_[means].push_back(channel);
    }
}

const std::vector<const Channel*>& Registry::providers_for(Means means) const {
    static const std::vector<const Channel*> none;
    const auto found = by_means_.find(means);
    return found == by_means_.end() ? none : found->second;
}

const Channel* Registry::find(std::string_view provider, Means means) const {
    for (const auto& channel : channels_)
        if (channel->provider() == provider && channel->carries(means)) return channel.get();
    return nullptr;
}

const Channel* Registry::for_callback(std::string_view provider, std::string_view path) const {
    for (const auto& channel : channels_) {
        if (channel->provider() != provider) continue;
        const auto paths = channel->callback_paths();
        if (std::ranges::find(paths, path) != paths.end()) return channel.get();
    }
    return nullptr;
}

}  // namespace tocsin::channels

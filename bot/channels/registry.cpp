#include "bot/channels/registry.h"

#include <algorithm>
#include <utility>

namespace tocsin::channels {

void Registry::add(Means means, std::shared_ptr<const Channel> channel) {
    by_means_[means].push_back(channel);
    keep(std::move(channel));
}

void Registry::keep(std::shared_ptr<const Channel> channel) {
    if (std::ranges::find(all_, channel) == all_.end()) all_.push_back(std::move(channel));
}

const std::vector<std::shared_ptr<const Channel>>& Registry::providers_for(Means means) const {
    static const std::vector<std::shared_ptr<const Channel>> none;
    const auto found = by_means_.find(means);
    return found == by_means_.end() ? none : found->second;
}

std::set<Means> Registry::carried() const {
    std::set<Means> means;
    for (const auto& [one, channels] : by_means_) means.insert(one);
    return means;
}

std::set<std::string> Registry::providers() const {
    std::set<std::string> names;
    for (const auto& [means, channels] : by_means_)
        for (const auto& channel : channels) names.emplace(channel->provider());
    return names;
}

std::vector<const Channel*> Registry::of(std::string_view provider) const {
    std::vector<const Channel*> its;
    for (const auto& channel : all_)
        if (channel->provider() == provider) its.push_back(channel.get());
    return its;
}

const Channel* Registry::find(Means means, std::string_view provider) const {
    for (const auto& channel : all_)
        if (channel->provider() == provider && channel->carries(means)) return channel.get();
    return nullptr;
}

const Channel* Registry::for_callback(std::string_view provider, std::string_view path) const {
    for (const auto& channel : all_) {
        if (channel->provider() != provider) continue;
        const auto paths = channel->callback_paths();
        if (std::ranges::find(paths, path) != paths.end()) return channel.get();
    }
    return nullptr;
}

}  // namespace tocsin::channels

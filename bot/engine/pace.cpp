#include "bot/engine/pace.h"

#include <algorithm>

namespace tocsin::engine {
namespace {

std::string key_of(const std::string& method, const std::string& channel) {
    return channel.empty() ? method : method + "/" + channel;
}

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

Time when_allowed(State& state, const std::string& method, const std::string& channel, Time now) {
    if (const auto paused = state.paused.find(key_of(method, channel)); paused != state.paused.end()) {
        if (paused->second > now) return paused->second;
        state.paused.erase(paused);
    }
    const auto rate = state.settings.pace.per_channel_per_second;
    if (channel.empty() || !rate) return now;
    const double burst = std::max(1, state.settings.pace.burst);
    auto [bucket, fresh] = state.paces.try_emplace(channel, Bucket{burst, now});
    auto& [tokens, filled] = bucket->second;
    tokens = std::min(burst, tokens + *rate * seconds(std::max(Duration{0}, now - filled)));
    filled = now;
    if (tokens < 1) {
        return now + std::chrono::ceil<Duration>(std::chrono::duration<double>((1 - tokens) / *rate));
    }
    tokens -= 1;
    return now;
}

void pause(State& state, const std::string& method, const std::string& channel, Time until) {
    auto& paused = state.paused[key_of(method, channel)];
    paused = std::max(paused, until);
}

}  // namespace tocsin::engine

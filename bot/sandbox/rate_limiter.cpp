#include "bot/sandbox/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace tocsin::sandbox {

namespace {

double calls_a_minute(Tier tier) {
    switch (tier) {
        case Tier::one:
            return 1;
        case Tier::two:
            return 20;
        case Tier::three:
            return 50;
        case Tier::four:
            return 100;
        case Tier::post:
            return 60;
        case Tier::special:
            break;
    }
    return 600;
}

}  // namespace

std::optional<std::chrono::seconds> RateLimiter::refuse(const std::string& method, Tier tier,
                                                        const std::string& channel, Time now) {
    if (mode == Mode::off) return std::nullopt;
    const double rate = calls_a_minute(tier);
    const double posts = mode == Mode::strict ? 1 : 5;
    const double others = mode == Mode::strict ? std::max(1.0, rate / 10) : rate;
    const double burst = tier == Tier::post ? posts : others;
    if (buckets_.size() >= max_buckets) buckets_.clear();
    auto [found, is_new] = buckets_.try_emplace(tier == Tier::post ? method + '/' + channel : method);
    Bucket& bucket = found->second;
    if (is_new) {
        bucket.tokens = burst;
    } else {
        const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
        bucket.tokens = std::min(burst, bucket.tokens + std::max(0.0, seconds) * rate / 60);
    }
    bucket.filled = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<long>(std::ceil((1 - bucket.tokens) * 60 / rate)));
}

}  // namespace tocsin::sandbox

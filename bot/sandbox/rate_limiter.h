// Slack's rate limits: a bucket for each method, for chat.postMessage one for each channel. Says how long to
// wait; refusing is the caller's business.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/sandbox/api.h"

namespace tocsin::sandbox {

class RateLimiter {
  public:
    enum class Mode { off, normal, strict };  // strict: hardly any burst

    Mode mode = Mode::off;

    // Counts one call; else the whole seconds until the next one may come.
    std::optional<std::chrono::seconds> refuse(const std::string& method, Tier tier,
                                               const std::string& channel, Time now);
    void clear() { buckets_.clear(); }

  private:
    static constexpr std::size_t max_buckets = 4096;
    struct Bucket {
        double tokens = 0;
        Time filled{};
    };
    std::map<std::string, Bucket> buckets_;
};

}  // namespace tocsin::sandbox

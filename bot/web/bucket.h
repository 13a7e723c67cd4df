// A token bucket for each of a few known names: so much at once, so much a second afterwards
// (reliability.md F59). Who guesses is counted in attempts.h.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "bot/base/time.h"

namespace tocsin::web {

class Buckets {
  public:
    Buckets(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

    // Takes one; false: none is left, the next one comes within a second.
    bool take(const std::string& name, Time now) {
        auto& bucket = buckets_.try_emplace(name, Bucket{burst_, now}).first->second;
        const auto seconds = std::chrono::duration<double>(now - bucket.filled).count();
        bucket.left = std::min(burst_, bucket.left + std::max(0.0, seconds) * per_second_);
        bucket.filled = now;
        if (bucket.left < 1) return false;
        bucket.left -= 1;
        return true;
    }

  private:
    struct Bucket {
        double left;
        Time filled;
    };

    double per_second_;
    double burst_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace tocsin::web

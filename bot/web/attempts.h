// How often somebody tried something lately, so that whoever guesses is slowed down. Bounded: when too many
// are counted the oldest go. Not for paging, which nothing here may slow down.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "bot/base/time.h"

namespace tocsin::web {

class Attempts {
  public:
    explicit Attempts(int most, Duration within = 1min) : most_(most), within_(within) {}

    // Counts one more; false: that is more than allowed within this time.
    bool count(const std::string& who, Time now);
    bool exhausted(const std::string& who, Time now) const;  // counts nothing

    static constexpr std::size_t most_counted = 10'000;

  private:
    struct Span {
        Time began;
        int count = 0;
    };

    int most_;
    Duration within_;
    std::map<std::string, Span> spans_;
};

}  // namespace tocsin::web

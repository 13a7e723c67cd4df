// How often somebody tried something lately, so that whoever guesses is slowed down. Bounded: when too many
// are counted the oldest minute goes. Not for paging, which nothing here may slow down.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "bot/base/time.h"

namespace tocsin::web {

class Attempts {
  public:
    explicit Attempts(int most_a_minute) : most_(most_a_minute) {}

    // Counts one more; false: that is more than allowed within this minute.
    bool count(const std::string& who, Time now);
    bool exhausted(const std::string& who, Time now) const;  // counts nothing

    static constexpr std::size_t most_counted = 10'000;

  private:
    struct Minute {
        Time began;
        int count = 0;
    };

    int most_;
    std::map<std::string, Minute> minutes_;
};

}  // namespace tocsin::web

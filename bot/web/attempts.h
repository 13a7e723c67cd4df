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

// Wrong tokens and links by the address that they come from, which is kept out for a minute when there are
// too many. The log says so once each time.
class Guesses {
  public:
    bool count(const std::string& client, Time now);  // false: it has to wait
    bool exhausted(const std::string& client, Time now) const { return tried_.exhausted(client, now); }

    static constexpr int most = 20;  // of one address in a minute

  private:
    Attempts tried_{most};
};

}  // namespace tocsin::web

// One time zone of the system's data: from instants to wall clocks and back. The only user of Abseil's civil
// time, which tells skipped and repeated hours apart and is right beyond 2037. What a wall clock means for
// people (business hours, turns) is not here.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/error.h"
#include "bot/base/time.h"

namespace tocsin {

using WallTime = std::chrono::local_time<std::chrono::minutes>;
using WallSeconds = std::chrono::local_seconds;
using WallDay = std::chrono::local_days;

class Zone {
  public:
    Zone();                                                  // UTC
    static std::optional<Zone> load(std::string_view name);  // an IANA name that this machine's data knows
    static Zone load_or_utc(std::string_view name);

    // The data is updated while a process runs. Reads again what differs from what was read of it; what
    // cannot be read stays as it was, and so do zones that were loaded before. From any thread.
    static void look_again();
    struct Change {
        std::string name;
        std::string digest;  // of what was read; empty: it cannot be read any more
    };
    // Those that look_again came upon, in order, without the first ones.
    static std::vector<Change> changes(std::size_t without);

    WallSeconds wall(Time at) const;
    // The first instant at which the clock shows this time, or the jump when the clock skips it.
    Time first(WallSeconds wall) const;
    // The last instant at which it does: the second time round in a repeated hour.
    Time last(WallSeconds wall) const;

    struct Jump {  // the clock goes from `from` straight to `to`, which is later
        Time at;
        WallSeconds from, to;
    };
    std::optional<Jump> next_jump(Time after) const;  // none after the year 2400

  private:
    class Shelf;
    struct Data;
    explicit Zone(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> data_;
};

// 1 to 7, Monday is 1.
int iso_weekday(WallDay day);

}  // namespace tocsin

// A shift that repeats as calendars say it (every second week on Monday and Friday from 09:00 for 8 hours),
// as a layer of ours. The length is of the wall clock: a night from 22:00 to 06:00 ends at 06:00 all year.
#pragma once

#include "bot/imports/reading.h"

namespace tocsin::imports {

struct Recurrence {
    Layer::Rotation frequency = Layer::Rotation::weekly;
    int every = 1;
    std::vector<int> by_day;  // ISO weekdays; empty: that of the start
    int week_start = 1;
    WallTime start{};  // of the first one
    std::chrono::minutes length{};
    std::vector<std::vector<PersonId>> turns;  // one after the other
    std::optional<Time> until;                 // no shift begins later
    std::optional<WallTime> last;              // or: the start of the last one
};

// The layer that has exactly these shifts, but for changes of the clock inside of one of a monthly or hourly
// turn. Rotation::none: the one shift alone. Error: why there is no such layer.
Expected<Layer> layer_of(const Recurrence& recurrence, const Zone& zone, const std::string& timezone);

// Says so where a layer measures its shifts in hours, and so is off around a change of the clock.
void name_hours(const Layer& layer, const std::string& where, const Reading& reading);

}  // namespace tocsin::imports

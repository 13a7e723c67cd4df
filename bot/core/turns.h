// When the turns of a layer begin and whose they are (contract.md section 2, rules 2 and 7). The layer's
// start and end, its restrictions and other layers are not considered here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bot/core/schedule.h"
#include "bot/core/zone.h"

namespace tocsin {

inline constexpr Time never = Time::max();

struct Turn {
    std::int64_t number = 0;  // from 0 at the anchor; a turn without any time has none
    Time start;
    Time end;         // the next turn's start; never for the only turn of `rotation: none`
    Time shift_from;  // shift_length counts from here
    Time next_shift;  // the next instant at which it counts anew: `end`, or an active day in between
    bool operator==(const Turn&) const = default;
};

class Turns {
  public:
    Turns(const Layer& layer, Zone zone);

    std::optional<Turn> at(Time at) const;  // nothing before the anchor

  private:
    WallTime wall_start(std::int64_t slot) const;
    Time start_of(std::int64_t slot) const { return zone_.first(wall_start(slot)); }
    std::int64_t guess(WallSeconds wall) const;  // the slot of that wall clock, at most a few off
    std::int64_t number_of(std::int64_t slot) const;
    void find_empty_slots();
    WallDay active_day(std::int64_t index) const;
    std::int64_t active_days_until(WallDay day) const;
    void shift_of(Turn& turn, Time at, WallSeconds wall) const;

    Zone zone_;
    Layer::Rotation rotation_;
    std::int64_t every_;
    WallTime anchor_;
    bool by_active_days_;
    WallDay first_active_{};           // on or after the anchor's day
    std::vector<int> active_offsets_;  // days from first_active_, within a week
    std::vector<std::int64_t>
        empty_slots_;  // begin in the same instant as the next one: the clock jumped over them
};

}  // namespace tocsin

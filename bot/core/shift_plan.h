// What is said to people about their shifts, and when (interactions.md 10.2). Follows from the rota alone, so
// that a changed rota gives a changed plan. Sending and remembering what was sent is not here.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/core/rota.h"

namespace tocsin {

// From the first turn or override that puts somebody on call to the last one that touches it.
struct DutyShift {
    PersonId person;
    Time start, end;
    bool operator==(const DutyShift&) const = default;
};

enum class ShiftMoment {
    soon,     // 24 hours before; not for somebody who was on call within the day before it
    start,    // the only one of a short shift
    unready,  // 2 hours in, when the person has not said to be ready
    silent,   // 4 hours in: the manager is told
    ending,   // 2 hours before the end: what should the next person know?
    end,
};
std::string_view key_of(ShiftMoment moment);
std::optional<ShiftMoment> parse_shift_moment(std::string_view key);

struct ShiftWish {
    DutyShift shift;
    ShiftMoment moment{};
    Time due;
    bool operator==(const ShiftWish&) const = default;
};

inline constexpr Duration short_shift = 4h;  // shorter ones are not worth more than a word at their start

// Shifts of which something lies in [from, to), by start, then person.
std::vector<DutyShift> duty_shifts(const Rota& rota, Time from, Time to);

// Due in [from, to).
std::vector<ShiftWish> shift_wishes(const Rota& rota, Time from, Time to);

// Gaps that begin in [from, to) and are not there every week: those a schedule has on purpose, such as the
// nights of one for business hours.
std::vector<Gap> unusual_gaps(const Rota& rota, Time from, Time to);

}  // namespace tocsin

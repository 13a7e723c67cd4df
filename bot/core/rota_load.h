// How the rota's burden is spread: of each person the hours on call, and of these what costs most, the
// nights, weekends and holidays by their own clock. From shifts alone; how often they were paged is
// page_load.h.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "bot/core/rota.h"
#include "bot/core/tally.h"
#include "bot/core/zone.h"

namespace tocsin {

struct RotaLoad {
    PersonId person;
    Duration on_call{};    // an hour on two schedules at once is one hour
    int nights = 0;        // of which any time from 22:00 to 07:00 was on call
    int weekend_days = 0;  // Saturdays and Sundays of which any time was
    int holidays = 0;      // of those that are known, whatever day of the week
    bool operator==(const RotaLoad&) const = default;
};

// Of the shifts of all schedules within [span.from, span.to), whoever has most hours first. `zone_of` is
// asked once for each person.
std::vector<RotaLoad> rota_loads(std::span<const Shift> shifts, const TimeSpan& span,
                                 std::span<const std::chrono::year_month_day> holidays,
                                 const std::function<Zone(const PersonId& person)>& zone_of);

}  // namespace tocsin

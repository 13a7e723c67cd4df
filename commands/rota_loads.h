// How the rota's burden is spread over the people, counted from the schedules and the pages that were kept.
#pragma once

#include "commands/desk.h"
#include "templates/rota_load.h"

namespace tocsin::commands {

inline constexpr int load_weeks = 8;  // back, and ahead

templates::RotaLoadFacts rota_load_now(Desk& desk);

// Who was paged in the span and how often, by the hours of their own clocks.
std::vector<PageLoad> page_loads_of(const TimeSpan& span, Desk& desk);

}  // namespace tocsin::commands

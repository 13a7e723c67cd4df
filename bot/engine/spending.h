// Calls and texts that providers took today, by UTC: what they cost is told to the admins at
// `paging.daily_limit`, and stops codes and test pages, which anybody may ask for. Pages of incidents and to
// people are never stopped.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// A provider answered something that was handed to it.
void count_spending(Workbench& bench, Means means, const channels::Outcome& outcome);

// What is not urgent does not leave by this means until tomorrow.
bool is_stopped_by_limit(Workbench& bench, Means means);

}  // namespace tocsin::engine

// Shifts as they come and go: durable timers for what bot/core/shift_plan.h wants said, planned anew whenever
// the rota changes, each sent once; and the daily look for gaps. Wording is the templates'.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// After a start, a reload and every change of the rota, and once a day.
void plan_shifts(Workbench& bench);

// To the managers, else the admins; where there is none, in the incidents channel.
void tell_who_plans(Workbench& bench, const slack::Message& message);

// A timer "shift/…" or "rota/plan" is due.
void fire_shift_timer(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine

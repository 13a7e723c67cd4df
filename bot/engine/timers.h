// Due timers: each is fired in the transaction that also removes or re-arms it, so it happens exactly once
// however often the process dies. What an incident's timers are is the core's decision (timers_of).
#pragma once

#include "bot/engine/work_mark.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

storage::Timer incident_timer(const TimerWish& wish);

// Timers that the engine needs for itself: forgetting old inputs. Set at start.
void set_standing_timers(const State& state, storage::Tx& tx);

// Fires the earliest timer if it is due; false when none is. A handler that throws is put off and, after the
// fifth time, put away with an alarm in the log; the others go on.
// One on which processes died is put away too.
bool fire_one_timer(State& state, storage::Tx& tx, WorkMark& mark);

}  // namespace tocsin::engine

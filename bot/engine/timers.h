// Due timers: each is fired in the transaction that also removes or re-arms it, so it happens exactly once
// however often the process dies. What an incident's timers are is the core's decision (timers_of).
#pragma once

#include "bot/engine/work_mark.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

storage::Timer incident_timer(const TimerWish& wish);

// Failures of a timer that is tried once an hour only: one more, and the store would put it away for good.
inline constexpr int failures_when_put_off = 4;

// Timers that the engine needs for itself: forgetting old inputs. Set at start.
void set_standing_timers(const State& state, storage::Tx& tx);

// The earliest that may fire here, due or not.
std::optional<storage::Timer> timer_to_fire(const State& state, storage::Tx& tx);

// Fires the earliest timer if it is due; false when none is. One whose handler throws is put off and, from
// the fifth time on, tried once an hour, of which the admins hear; so is one on which processes died. The
// others go on.
bool fire_one_timer(State& state, storage::Tx& tx, WorkMark& mark);

}  // namespace tocsin::engine

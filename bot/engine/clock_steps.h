// The time of day is set while something waits: what is due after a while stays as far away as it was, what
// is due at a time of day is due at that time. A step is seen by the clock's two hands, which no slewing and
// no sleep of the machine drives apart.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// At the start: a step since an earlier process of this boot is seen too.
void remember_clock(State& state, storage::Tx& tx);

// In each transaction before anything fires. Where the store is on a server nothing moves: its clock has to
// be right.
void follow_clock(State& state, storage::Tx& tx);

// Which timers fire: those that are due from then on. While the clock is so far ahead that it cannot be true,
// only those that were set since; what was due before waits until it is set.
Time fires_from(Time now);

// The instants that the memory keeps.
void move_memory(State& state, Duration by);

// A store that was not worked on for long, or a clock that is wrong: nothing is deleted for old age until a
// week has passed or the clock was set right. The admins are told once.
bool deletions_wait(Workbench& bench);

// Until when what is due at a time of day is done: later than now after the clock was set back.
Time done_until(storage::Tx& tx);

}  // namespace tocsin::engine

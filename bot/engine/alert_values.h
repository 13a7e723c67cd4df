// Values that rules ask for: Prometheus is asked for them in turn, and a rule that reads nothing else is an
// alert of its own, under its name, that fires while its condition holds.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// At start and after a reload: asks from now on, or stops asking.
void set_values_timer(const State& state, storage::Tx& tx);
void end_values(Workbench& bench);  // those of rules that are no more
void fire_values_timer(Workbench& bench);

// A value that was not read for three readings is unknown. What holds by an unknown value does not hold; an
// alert that fired goes on firing until its condition is known not to hold, twice in a row.
void take_values(Workbench& bench, const ValuesRead& read);

}  // namespace tocsin::engine

// The machine's time zone data is updated while the bot runs: a country leaves summer time out, say. What
// changed is read again, shifts and whatever else is due by a wall clock are planned by it, and whoever sees
// to the rota is told what becomes different. Each process has a machine of its own.
#pragma once

#include "bot/engine/state.h"

namespace tocsin::engine {

void follow_zones(State& state, storage::Tx& tx);

}  // namespace tocsin::engine

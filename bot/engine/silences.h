// Silences as they are made, confirmed and lifted: kept, told to the incidents channel, and shown there every
// day while there are any. What a silence covers is bot/core/silence.h.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

Silence record_silence(Workbench& bench, Silence silence);

// What the configuration silences is shown too.
void set_silences_timer(const State& state, storage::Tx& tx);

// A day has gone by: what is silenced is shown again.
void fire_silences_timer(Workbench& bench);

}  // namespace tocsin::engine

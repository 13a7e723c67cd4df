// What became of a call: done and remembered, to be tried again later, or refused with a consequence. Each
// result is an input like any other, in the engine's transaction.
#pragma once

#include "bot/engine/messages.h"
#include "bot/engine/state.h"

namespace tocsin::engine {

void take_result(State& state, storage::Tx& tx, const SendFinished& result);

}  // namespace tocsin::engine

// How things stand, for /metrics: read from the store and from memory every few seconds, however often
// anybody asks.
#pragma once

#include <string_view>

#include "bot/engine/state.h"

namespace tocsin::engine {

inline constexpr Duration gauges_read_every = 5s;

std::string_view word_for(storage::Priority priority);  // "page", as a label and wherever else it is told

// Into state.measured, when it is time again.
void read_gauges(State& state, storage::Tx& tx);

}  // namespace tocsin::engine

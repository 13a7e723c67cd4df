// What the engine remembers beside the store's rows and what processes that share a store must remember
// alike: written as one note, read again when another process changed it. What only this process can know
// (its sockets, what it sends) is not in it.
#pragma once

#include <string>

#include "bot/engine/state.h"

namespace tocsin::engine {

std::string written_memory(const State& state, Time now);

// Replaces what the state remembers of it. What cannot be read is left as it is, with a line in the log.
void read_memory(State& state, const std::string& text);

}  // namespace tocsin::engine

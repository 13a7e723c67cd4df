// What the engine remembers beside the store's rows and what processes that share a store must remember
// alike: written as one text, read again when another process changed it. What only this process can know
// (its sockets, what it sends) is not in it, nor what it learns again at the price of a try (whom nothing
// reaches, which provider fails).
#pragma once

#include <string>

#include "bot/engine/state.h"

namespace tocsin::engine {

std::string written_memory(const State& state, Time now);

// Replaces what the state remembers of it. A part that is missing or cannot be read is left as it is.
void read_memory(State& state, const std::string& text);

}  // namespace tocsin::engine

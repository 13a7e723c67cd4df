// Which rows of the outbox have to keep their order, and which one a newer one replaces. A lane is named by
// method, channel and, where order matters only inside it, incident: "chat.postMessage/C123/42".
#pragma once

#include <string>

#include "bot/engine/outgoing.h"
#include "bot/engine/state.h"

namespace tocsin::engine {

std::string lane_of(const outgoing::Wish& wish, const State& state);
std::string supersede_key(const outgoing::Wish& wish);  // empty: every row counts

}  // namespace tocsin::engine

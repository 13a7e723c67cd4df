// Deliveries that are no pages: each provider of a means is tried once, in turn, and then it is given up. A
// page goes on (pages.h).
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// nullptr: all have been tried. `attempt` is the outbox row's.
const channels::Channel* provider_at(Workbench& bench, Means means, int attempt);

// Why it was not taken, for people; empty: it was.
std::string refusal_in(const channels::Outcome& outcome);

}  // namespace tocsin::engine

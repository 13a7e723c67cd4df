// How the Slack accounts of the people of the configuration stand, asked once a day: an event that says so
// may have been lost, and whoever is known is not asked about again. What follows is dead_ends.h.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

inline constexpr std::string_view account_method = "users.info";

// Every few minutes: the next few, until all of them were asked about that day.
void ask_for_accounts(Workbench& bench);

// Whom a call asks about; empty: it asks for something else.
UserId account_of(const outgoing::Call& wish);

}  // namespace tocsin::engine

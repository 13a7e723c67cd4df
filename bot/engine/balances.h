// What is left of the money on the accounts of providers: asked for every hour, and told to the admins once
// when it runs low and once when nothing is left (reliability.md F55). Only of a bot that really runs. That a
// provider fails with pages is seen at the pages, not here.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

inline constexpr Duration balances_asked_every = 1h;
inline constexpr Duration balances_asked_first = 1min;  // after the start

void fire_balances_timer(Workbench& bench);

Prepared prepare_balance_question(Workbench& bench, const outgoing::AskBalance& wish);
void take_balance(Workbench& bench, const outgoing::AskBalance& wish, const channels::Answer& answer);

// In the account's currency. Nothing where the provider has not said it for hours.
std::optional<double> known_balance(storage::Tx& tx, std::string_view provider);

}  // namespace tocsin::engine

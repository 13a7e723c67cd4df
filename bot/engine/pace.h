// What the bot allows itself before Slack says 429, and how long it stays quiet after Slack did. Times are
// the transaction's.
#pragma once

#include <optional>

#include "bot/engine/state.h"

namespace tocsin::engine {

// When a call of `method` that posts to `channel` (empty: none) may leave; now: it may, and is counted.
Time when_allowed(State& state, const std::string& method, const std::string& channel, Time now);

// Slack answered 429: this method, and for posts only this channel, stays quiet until then.
void pause(State& state, const std::string& method, const std::string& channel, Time until);

}  // namespace tocsin::engine

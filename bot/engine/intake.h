// From an envelope to what it causes: who asks, from where, which door of the commands. Slack's envelopes are
// acknowledged by the caller, after the transaction.
#pragma once

#include "bot/engine/workbench.h"
#include "bot/slack/envelope.h"

namespace tocsin::engine {

// What the acknowledgment carries; null: nothing.
nlohmann::json take_envelope(Workbench& bench, const slack::Envelope& envelope);

}  // namespace tocsin::engine

// From an envelope to what it causes: who asks, from where, which door of the commands. Slack's envelopes are
// acknowledged by the caller, after the transaction.
#pragma once

#include <optional>

#include "bot/engine/workbench.h"
#include "bot/slack/envelope.h"

namespace tocsin::engine {

// The person who acts in it; none for what Slack itself reports. Whoever it is must be known before (guests
// may do little), see Engine.
std::optional<slack::User> actor_of(const slack::Payload& payload);

// What the acknowledgment carries; null: nothing.
JsonText take_envelope(Workbench& bench, const slack::Envelope& envelope);

}  // namespace tocsin::engine

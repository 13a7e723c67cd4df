// The API behind `tocsin incident` (contract.md section 5): a request is carried out inside the transaction,
// by the same decisions as a command in Slack, and answered when that is durable. Addresses, tokens and
// scopes are bot/web/api_door.h's.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// A request whose Idempotency-Key was seen in the last 24 hours changes nothing and is answered as then.
channels::HttpAnswer take_api(Workbench& bench, const ApiAsked& asked);

}  // namespace tocsin::engine

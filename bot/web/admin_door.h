// The door for whoever runs the bot: is it alive, is it ready, how is it doing. On a listener of its own, for
// it needs no sign-in.
#pragma once

#include "bot/web/door.h"
#include "bot/web/metrics.h"

namespace tocsin::web {

// /healthz: the process; /readyz: the engine answers; /metrics: `metrics`.
Taken at_admin_door(const net::HttpRequest& request, const Metrics& metrics);

}  // namespace tocsin::web

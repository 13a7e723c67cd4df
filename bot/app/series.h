// Series that are shown as 0 before anything happened: of one that appears with its first event Prometheus
// sees no increase, and no rule fires.
#pragma once

#include "bot/channels/registry.h"
#include "bot/web/metrics.h"

namespace tocsin::app {

// Of what is known at the start or after a reload: severities, and the providers of `registry`.
void begin_series(web::Metrics& metrics, const channels::Registry& registry);

}  // namespace tocsin::app

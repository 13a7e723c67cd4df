// What is kept too long goes, by `retention` of the configuration: once a day, in pieces of their own, so
// that pages never wait. How long alerts are kept is alerts.h.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void set_retention_timer(storage::Tx& tx);  // at start; one that failed gets a new beginning
void fire_retention(Workbench& bench, const storage::Timer& timer);

}  // namespace tocsin::engine

// What people decided themselves about when a page leaves: delays of SEV 2 and below, quiet hours of SEV 3. A
// page that waits is a timer; whoever acknowledges meanwhile is not paged by it.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// When this page, just queued, may leave by the rules of whom it is for; now or earlier: at once.
Time leaves_at(Workbench& bench, const Incident& incident, const Page& page);

// It leaves then: the timer "later/42/3".
void send_later(Workbench& bench, const Incident& incident, const Page& page, Time at);
void fire_later(Workbench& bench, const storage::Timer& timer);

// What of this incident waits leaves now: it became more severe, or another means of `person` failed. Nobody:
// everybody's.
void hurry(Workbench& bench, const Incident& incident, const PersonId& person);

}  // namespace tocsin::engine

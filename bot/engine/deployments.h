// Deployments beside incidents: those shortly before one began are shown with it, those of its service that
// come while it lasts become entries of its timeline.
#pragma once

#include <vector>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void take_deployment(Workbench& bench, const Deployment& deployment);

// At most five, those of the incident's own service first, then the newest.
std::vector<Deployment> deployments_before(Workbench& bench, const Incident& incident);

// Says them in the thread, if there are any.
void tell_deployments(Workbench& bench, const Incident& incident);

}  // namespace tocsin::engine

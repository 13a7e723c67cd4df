// Deployments beside incidents: those until one was declared are shown with it. Those that are told of while
// it lasts become entries of its timeline: of its service, or any where it has none.
#pragma once

#include <vector>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void take_deployment(Workbench& bench, const Deployment& deployment);

// From shortly before it began until it was declared: at most five, those of its own service first, then the
// newest.
std::vector<Deployment> deployments_beside(Workbench& bench, const Incident& incident);

// Says them in the thread, if there are any.
void tell_deployments(Workbench& bench, const Incident& incident);

}  // namespace tocsin::engine

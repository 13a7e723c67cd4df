// Which runbook is about an incident.
#pragma once

#include <string>
#include <vector>

#include "bot/core/incident.h"
#include "bot/core/rules.h"
#include "bot/core/runbook.h"

namespace tocsin {

// Its service's, else the one that is called as an alert of it or as itself; nullptr: there is none.
// `alerts`: what its alerts name as a runbook, and the rules that decided about them.
const Runbook* runbook_of(const Incident& incident, const std::vector<std::string>& alerts,
                          const Rules& rules, const Runbooks& runbooks);

// Whether its service has one, whatever the alerts are.
const Runbook* runbook_of_service(const Incident& incident, const Rules& rules, const Runbooks& runbooks);

}  // namespace tocsin

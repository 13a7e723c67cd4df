// Which runbook is about an incident.
#pragma once

#include "bot/core/incident.h"
#include "bot/core/rules.h"
#include "bot/core/runbook.h"

namespace tocsin {

// Its service's, else the one that is called as it is; nullptr: there is none.
const Runbook* runbook_of(const Incident& incident, const Rules& rules, const Runbooks& runbooks);

}  // namespace tocsin

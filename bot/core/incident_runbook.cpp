#include "bot/core/incident_runbook.h"

namespace tocsin {

const Runbook* runbook_of(const Incident& incident, const Rules& rules, const Runbooks& runbooks) {
    const auto service = rules.services.find(incident.service);
    if (service != rules.services.end() && !service->second.runbook.empty()) {
        if (const auto* own = find_runbook(runbooks, service->second.runbook)) return own;
    }
    return find_runbook(runbooks, incident.title);
}

}  // namespace tocsin

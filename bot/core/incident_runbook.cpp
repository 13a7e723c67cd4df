#include "bot/core/incident_runbook.h"

namespace tocsin {

const Runbook* runbook_of_service(const Incident& incident, const Rules& rules, const Runbooks& runbooks) {
    const auto service = rules.services.find(incident.service);
    if (service == rules.services.end() || service->second.runbook.empty()) return nullptr;
    return find_runbook(runbooks, service->second.runbook);
}

const Runbook* runbook_of(const Incident& incident, const std::vector<std::string>& alerts,
                          const Rules& rules, const Runbooks& runbooks) {
    if (const auto* own = runbook_of_service(incident, rules, runbooks)) return own;
    for (const auto& name : alerts) {
        if (const auto* found = find_runbook(runbooks, name)) return found;
    }
    return find_runbook(runbooks, incident.title);
}

}  // namespace tocsin

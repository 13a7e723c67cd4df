#include "bot/core/paging_plan.h"

namespace tocsin {

PagingPlan plan_of(Severity severity, const Rules& rules) {
    const auto& of_severity = rules.of(severity);
    if (!of_severity.ticket.empty() || of_severity.page.to.empty()) return {};
    PagingPlan plan;
    plan.business_hours = of_severity.page.business_hours;
    if (const auto policy = rules.policies.find(of_severity.page.policy); policy != rules.policies.end()) {
        plan.policy = policy->first;
        plan.name = policy->second.name;
        plan.levels = policy->second.levels;
        plan.repeat = policy->second.repeat;
    }
    if (plan.levels.empty()) plan.levels.emplace_back();
    plan.levels.front().to = of_severity.page.to;
    plan.levels.front().via = of_severity.page.via;
    return plan;
}

PagedFor paged_for(const Incident& incident) {
    return {incident.service, incident.drill};
}

}  // namespace tocsin

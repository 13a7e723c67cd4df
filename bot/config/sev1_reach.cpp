#include "bot/config/sev1_reach.h"

#include <algorithm>
#include <set>

#include "bot/core/local_time.h"
#include "bot/core/paging_plan.h"

namespace tocsin::config {

Sev1Reach::Sev1Reach(const Configuration& configuration, Time now)
    : rules_(configuration.rules), now_(now), on_call_(rules_) {
    // What people verified in Slack stands in the store: a number that the file does not have is not missing.
    for (auto& [id, person] : rules_.people) {
        for (auto* address : {&person.phone, &person.email, &person.ntfy, &person.pushover})
            if (address->empty()) *address = "verified elsewhere";
    }
    if (rules_.knows_somebody()) plan_ = plan_of(Severity::sev1, rules_);
    on_call_.provided.emplace();
    for (const auto& [means, providers] : configuration.paging.order) on_call_.provided->insert(means);
    // Only Slack knows who is in a group: here everybody is, and somebody whom the file does not name.
    std::set<UserId> members{UserId{"U0SOMEBODY"}};
    for (const auto& [id, person] : rules_.people) {
        if (!person.slack.empty()) members.insert(person.slack);
    }
    for (const auto& group : groups_in(rules_)) on_call_.groups.learn(group, members, now);
}

bool Sev1Reach::reaches_somebody(const ServiceId& service, Time at) const {
    const auto when = plan_.business_hours ? next_business_time(rules_.business_hours, at) : at;
    return std::ranges::any_of(plan_.levels, [&](const PolicyLevel& level) {
        return !on_call_.reached(level.to, level.via, {service}, rules_, when).empty();
    });
}

Sev1Reach::Hours Sev1Reach::hours(const ServiceId& service) const {
    Hours paged;
    for (std::size_t hour = 0; hour < paged.size(); ++hour)
        paged[hour] = reaches_somebody(service, now_ + std::chrono::hours{hour});
    return paged;
}

}  // namespace tocsin::config

#include "bot/core/acknowledge_target.h"

#include "bot/core/local_time.h"

namespace tocsin {

std::optional<Time> acknowledge_target(const Incident& incident, const Rules& rules) {
    const auto& severity = rules.of(incident.severity);
    if (!severity.acknowledge_within) return std::nullopt;
    return severity.business_hours
               ? add_business_time(rules.business_hours, incident.detected, *severity.acknowledge_within)
               : incident.detected + *severity.acknowledge_within;
}

std::optional<Time> open_target(const Incident& incident, const Rules& rules) {
    if (!is_open(incident.state) || incident.acknowledged) return std::nullopt;
    const auto target = acknowledge_target(incident, rules);
    return target == incident.missed_target ? std::nullopt : target;
}

}  // namespace tocsin

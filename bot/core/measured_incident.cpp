#include "bot/core/measured_incident.h"

namespace tocsin {

std::optional<PageVerdict> verdict_of(const Incident& incident) {
    if (incident.state == State::false_alarm) return PageVerdict::false_alarm;
    if (incident.state == State::merged) return PageVerdict::duplicate;
    return incident.verdict;
}

MeasuredIncident measured(const Incident& incident) {
    MeasuredIncident one;
    one.number = incident.number;
    one.severity = incident.severity;
    one.started = incident.started;
    one.detected = incident.detected;
    one.acknowledged = incident.acknowledged;
    if (incident.resolution && !is_open(incident.state)) one.resolved = incident.ended;
    one.verdict = verdict_of(incident);
    one.by_alert = !incident.source.empty() && !incident.drill;
    one.counts =
        !incident.drill && one.verdict != PageVerdict::false_alarm && one.verdict != PageVerdict::duplicate;
    one.updates_due = incident.reminders.updates_due;
    one.updates_on_time = incident.reminders.updates_on_time;
    one.rule = incident.rule;
    return one;
}

}  // namespace tocsin

#include "bot/core/measured_incident.h"

#include <algorithm>

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
    one.actions = static_cast<int>(incident.actions.size());
    one.open_actions = static_cast<int>(
        std::ranges::count_if(incident.actions, [](const ActionItem& item) { return !item.done; }));
    if (incident.resolution && !incident.post_mortem.skipped) {
        one.post_mortem_due = incident.resolution->post_mortem_due;
        if (one.post_mortem_due) one.post_mortem_published = incident.post_mortem.published;
    }
    return one;
}

}  // namespace tocsin

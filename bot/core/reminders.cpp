#include "bot/core/reminders.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "bot/core/local_time.h"

namespace tocsin {
namespace {

Time later(const SeverityRules& severity, const Rules& rules, Time from, Duration by) {
    return severity.business_hours ? add_business_time(rules.business_hours, from, by) : from + by;
}

bool repeats(const Incident& incident) {
    return incident.severity == Severity::sev1;
}

// When that step comes due, whether it was told or not.
std::optional<Time> time_of_step(const Incident& incident, const Rules& rules, int step) {
    const auto& severity = rules.of(incident.severity);
    const auto rungs = static_cast<int>(severity.ladder.size());
    if (!incident.reminders.ladder_from || rungs == 0) return std::nullopt;
    if (step < rungs) {
        const auto after = severity.ladder[static_cast<std::size_t>(step)].after;
        return later(severity, rules, *incident.reminders.ladder_from, after);
    }
    if (!repeats(incident)) return std::nullopt;
    const auto repetition = step - rungs + 1;
    return later(severity, rules, *incident.reminders.ladder_from,
                 severity.ladder.back().after + repetition * repeat_every);
}

}  // namespace

std::optional<Duration> rhythm_of(const Incident& incident, State state, Severity severity,
                                  const Rules& rules) {
    const auto every = incident.reminders.every ? incident.reminders.every : rules.of(severity).update_every;
    if (!every || state != State::monitoring) return every;
    return std::max(*every, std::min(*every * 2, longest_monitoring));
}

std::optional<Time> promised(const Incident& incident, State state, Severity severity, const Rules& rules,
                             Time from) {
    const auto every = rhythm_of(incident, state, severity, rules);
    if (!every || incident.reminders.stopped) return std::nullopt;
    return later(rules.of(severity), rules, from, *every);
}

std::optional<Time> next_reminder(const Incident& incident, const Rules& rules) {
    if (!is_open(incident.state) || !incident.reminders.due) return std::nullopt;
    const auto at = time_of_step(incident, rules, incident.reminders.next_step);
    if (!at) return std::nullopt;
    return std::max(*at, incident.reminders.hold_until.value_or(*at));
}

std::string reminder_name(const Incident& incident) {
    return fmt::format("reminder/{}", incident.reminders.number);
}

bool reminder_told(const Incident& incident, const Rules& rules) {
    const auto& ladder = rules.of(incident.severity).ladder;
    const auto told = std::min(static_cast<std::size_t>(incident.reminders.next_step), ladder.size());
    return std::ranges::any_of(std::span(ladder).first(told),
                               [](const ReminderStep& step) { return step.nudge == Nudge::thread; });
}

std::optional<int> step_due(const Incident& incident, const Rules& rules, Time now) {
    const auto due = next_reminder(incident, rules);
    if (!due || *due > now) return std::nullopt;
    const auto rungs = static_cast<int>(rules.of(incident.severity).ladder.size());
    auto step = incident.reminders.next_step;
    if (step < rungs) return step;
    // After a long outage one line stands for all repetitions that were missed.
    while (true) {
        const auto following = time_of_step(incident, rules, step + 1);
        if (!following || *following > now) return step;
        ++step;
    }
}

std::optional<Time> next_age_question(const Incident& incident) {
    if (!is_open(incident.state) || !incident.acknowledged) return std::nullopt;
    if (incident.reminders.asked_hours < 4) return *incident.acknowledged + ask_slower_after;
    if (incident.reminders.asked_hours < 8) return *incident.acknowledged + ask_handover_after;
    return std::nullopt;
}

}  // namespace tocsin

#include "bot/engine/alert_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/alert_record.h"

namespace tocsin::engine {
namespace {

constexpr int readings_until_unknown = 3;
constexpr int most_silences = 200;  // made by people and programs
constexpr std::size_t severity_units = 40;

bool fits(const AlertRule& rule, const Alert& alert, const alerts::Values& values) {
    // The rules' own alerts: whether the condition holds was seen when the values were read.
    if (alert.source.empty()) return rule.key == alert.key;
    return !rule.is_about_values() && rule.when.holds({&alert, &values});
}

// What the source wrote there, where it could not be understood.
std::string unreadable_severity(const Alert& alert) {
    for (const auto* name : {"severity", "priority", "level"}) {
        const auto found = alert.labels.find(name);
        if (found != alert.labels.end() && !found->second.empty()) return cut(found->second, severity_units);
    }
    return "";
}

}  // namespace

Ruling ruling_on(const Alert& alert, const State& state, Time now) {
    const auto values = fresh_values(state, now);
    for (const auto& rule : state.settings.alerts.rules) {
        if (!fits(rule, alert, values)) continue;
        return {rule.key, rule.name, rule.severity, rule.held_for, rule.service, rule.auto_resolve, ""};
    }
    Ruling ruling;
    ruling.title = name_of(alert);
    if (alert.severity) {
        ruling.severity = *alert.severity;
        return ruling;
    }
    ruling.severity = Severity::sev2;
    const auto word = unreadable_severity(alert);
    ruling.remark = word.empty() ? "No rule fits it and it states no severity: it is taken as SEV 2."
                                 : fmt::format(
                                       "No rule fits it and its severity \"{}\" cannot be read: it is taken "
                                       "as SEV 2.",
                                       word);
    return ruling;
}

alerts::Values fresh_values(const State& state, Time now) {
    alerts::Values fresh;
    for (const auto& [name, read] : state.reading.values) {
        if (now - read.second <= readings_until_unknown * state.settings.alerts.read_every)
            fresh.emplace(name, read.first);
    }
    return fresh;
}

std::vector<Silence> silences_now(const State& state, storage::Tx& tx) {
    auto silences = state.settings.alerts.silences;
    std::erase_if(silences, [&](const Silence& silence) { return silence.until <= tx.now(); });
    const auto made = tx.silences(tx.now(), most_silences);
    silences.insert(silences.end(), made.begin(), made.end());
    return silences;
}

std::optional<Time> silenced_until(const Alert& alert, Severity severity, const State& state,
                                   storage::Tx& tx) {
    std::optional<Time> until;
    for (const auto& silence : silences_now(state, tx)) {
        if (covers(silence, alert, severity, tx.now()) && (!until || silence.until > *until))
            until = silence.until;
    }
    return until;
}

}  // namespace tocsin::engine

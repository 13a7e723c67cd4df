#include "bot/engine/alert_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bot/base/log.h"
#include "bot/engine/alert_rules.h"
#include "bot/engine/alerts.h"

namespace tocsin::engine {
namespace {

constexpr std::string_view timer_name = "values";
constexpr std::string_view unreadable_title = "Values for alert rules cannot be read";  // and key
constexpr int readings_until_quiet = 2;
constexpr Duration unreadable_is_told_after = 5min;
constexpr int most_shown = 5;  // values in a description

bool asks(const AlertSettings& settings) {
    return !settings.prometheus_url.empty() && !settings.values.empty();
}

std::string values_shown(const AlertRule& rule, const alerts::Values& values) {
    std::string text;
    int shown = 0;
    for (const auto& name : rule.when.reads_values()) {
        const auto found = values.find(name);
        if (found != values.end() && shown++ < most_shown)
            text += fmt::format("{}{} is {:.6g}", text.empty() ? "" : ", ", name, found->second);
    }
    return text;
}

bool all_known(const AlertRule& rule, const alerts::Values& values) {
    return std::ranges::all_of(rule.when.reads_values(),
                               [&](const auto& name) { return values.contains(name); });
}

Alert alert_of(const AlertRule& rule, Alert::Status status, Time now) {
    Alert alert;
    alert.key = rule.key;
    alert.status = status;
    alert.title = rule.name;
    alert.severity = rule.severity;
    alert.labels["alertname"] = rule.name;
    if (!rule.service.empty()) alert.labels["service"] = rule.service.str();
    alert.started = now;
    if (status == Alert::Status::resolved) alert.ended = now;
    return alert;
}

// The first that fits wins here too: among rules about the same value, unless the first has to hold for
// longer.
bool is_outdone(const AlertRule& rule, const std::vector<const AlertRule*>& holding) {
    return std::ranges::any_of(holding, [&](const AlertRule* earlier) {
        const auto& read = earlier->when.reads_values();
        return earlier->held_for <= rule.held_for &&
               std::ranges::any_of(rule.when.reads_values(),
                                   [&](const auto& name) { return read.contains(name); });
    });
}

// What is told of it again is told only when something changes: its values move all the time.
void judge(Workbench& bench, const AlertRule& rule, bool holds, bool outdone, const alerts::Values& values) {
    const auto record = bench.tx().alert("", rule.key);
    const bool firing = record && record->firing();
    auto& not_holding = bench.state().reading.not_holding[rule.key];
    const bool opened = firing && record->incident.value() != 0;
    if (holds && (opened || !outdone)) {
        not_holding = 0;
        if (firing) return;
        auto alert = alert_of(rule, Alert::Status::firing, bench.now());
        alert.description = values_shown(rule, values);
        take_alert(bench, std::move(alert));
        return;
    }
    if (!firing) return;
    if (opened && !all_known(rule, values)) return;
    // What only waits has to hold without a break.
    if (opened && ++not_holding < readings_until_quiet) return;
    not_holding = 0;
    take_alert(bench, alert_of(rule, Alert::Status::resolved, bench.now()));
}

// Rules that cannot be asked detect nothing: somebody has to know.
void tell_unreadable(Workbench& bench, const std::string& problem) {
    auto& since = bench.state().reading.failing_since;
    const auto record = bench.tx().alert("", unreadable_title);
    const bool told = record && record->firing();
    Alert alert;
    alert.key = alert.title = unreadable_title;
    alert.description = problem;
    alert.severity = Severity::sev3;
    alert.started = since.value_or(bench.now());
    if (since && !told && bench.now() - *since >= unreadable_is_told_after) {
        take_alert(bench, std::move(alert));
    } else if (!since && told) {
        alert.status = Alert::Status::resolved;
        alert.ended = bench.now();
        take_alert(bench, std::move(alert));
    }
}

}  // namespace

void set_values_timer(const State& state, storage::Tx& tx) {
    if (asks(state.settings.alerts)) {
        tx.set_timer({std::string(timer_name), tx.now(), std::string(timer_name), "", 0});
    } else {
        tx.cancel_timer(timer_name);
    }
}

void end_values(Workbench& bench) {
    const auto& settings = bench.settings().alerts;
    end_alerts(bench, "", [&](const std::string& key) {
        if (!asks(settings)) return false;
        return key == unreadable_title || std::ranges::any_of(settings.rules, [&](const AlertRule& rule) {
                   return rule.is_about_values() && rule.key == key;
               });
    });
}

void fire_values_timer(Workbench& bench) {
    const auto& settings = bench.settings().alerts;
    if (!asks(settings)) return bench.tx().cancel_timer(timer_name);
    bench.tx().set_timer(
        {std::string(timer_name), bench.now() + settings.read_every, std::string(timer_name), "", 0});
    bench.state().going_out.emplace_back(ReadValues{settings.prometheus_url, settings.values});
}

void take_values(Workbench& bench, const ValuesRead& read) {
    auto& reading = bench.state().reading;
    for (const auto& [name, value] : read.values) {
        if (std::isfinite(value)) reading.values[name] = {value, bench.now()};
    }
    std::erase_if(reading.values,
                  [&](const auto& value) { return !bench.settings().alerts.values.contains(value.first); });
    if (!read.problem.empty()) {
        if (!reading.failing_since) {
            reading.failing_since = bench.now();
            log::warn("values cannot be read from Prometheus", {{"reason", read.problem}});
        }
    } else {
        reading.failing_since.reset();
    }
    const auto values = fresh_values(bench.state(), bench.now());
    std::vector<const AlertRule*> holding;
    for (const auto& rule : bench.settings().alerts.rules) {
        if (!rule.is_about_values()) continue;
        const bool holds = rule.when.holds({nullptr, &values});
        judge(bench, rule, holds, is_outdone(rule, holding), values);
        if (holds) holding.push_back(&rule);
    }
    tell_unreadable(bench, read.problem);
}

}  // namespace tocsin::engine

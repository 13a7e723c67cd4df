// A monitoring system for the tests: it tells the house's bot of alerts, and of values.
#pragma once

#include <algorithm>

#include "tests/engine/house.h"

namespace tocsin::engine::testing {

inline AlertRule rule(const std::string& name, std::string_view when, Severity severity,
                      Duration held_for = {}) {
    auto condition = alerts::Condition::parse(when);
    REQUIRE(condition.has_value());
    return {name, name, *std::move(condition), held_for, severity, {}, false};
}

// Rules as in docs/examples/tocsin.example.yaml, and a group.
inline Settings alert_settings() {
    auto settings = example_settings();
    settings.rules.services[ServiceId("api")] = Service{ServiceId("api"), "API", TeamId("platform"), "", ""};
    auto& alerts = settings.alerts;
    alerts.rules.push_back(rule("API Down", "uptime_monitor.status == \"down\"", Severity::sev1));
    alerts.rules.push_back(rule("High Error Rate", "error_rate > 0.1", Severity::sev1, 1min));
    alerts.rules.push_back(rule("Slow API", "alert.labels.alertname == \"SlowAPI\"", Severity::sev2, 5min));
    alerts.rules.push_back(
        rule("Anything critical", "alert.labels.severity == \"critical\"", Severity::sev1));
    alerts.group_by = {"alertname", "service"};
    alerts.values = {{"error_rate", "rate"}};
    return settings;
}

inline Alert alert(const std::string& key, std::map<std::string, std::string> labels = {},
                   std::optional<Severity> severity = std::nullopt) {
    Alert alert;
    alert.key = key;
    alert.title = key;
    alert.labels = std::move(labels);
    alert.severity = severity;
    alert.started = start;
    return alert;
}

inline Alert down() {
    auto told = alert("monitor/1");
    told.title = "api-health is down";
    told.description = "all requests fail with 500 errors";
    told.uptime_monitor = UptimeMonitor{"api-health", "https://api.example.com/health", "down"};
    told.labels["service"] = "api";
    told.link = "https://betterstack.example.com/1";
    told.runbook = "https://wiki.example.com/api-down";
    return told;
}

inline Alert quiet(Alert alert, Time ended) {
    alert.status = Alert::Status::resolved;
    alert.ended = ended;
    return alert;
}

inline channels::HttpAnswer tells(House& house, std::vector<Alert> alerts,
                                  const std::string& source = "alertmanager") {
    return house.asks(AlertsCame{source, std::move(alerts)});
}

inline void reads(House& house, std::map<std::string, double> values, const std::string& problem = "") {
    house.hand_in({ValuesRead{std::move(values), problem}});
    house.settle();
}

inline std::vector<std::string> kinds(House& house, std::int64_t number) {
    std::vector<std::string> kinds;
    for (const auto& event : house.timeline(number)) kinds.emplace_back(kind_of(event.body));
    return kinds;
}

inline std::vector<std::string> said_in_thread(House& house, std::int64_t number) {
    std::vector<std::string> texts;
    for (const auto& message : house.thread(house.card(number).ts)) texts.push_back(message.text);
    return texts;
}

inline bool any_has(const std::vector<std::string>& texts, std::string_view part) {
    return std::ranges::any_of(texts, [&](const auto& text) { return has(text, part); });
}

inline std::size_t incidents_of(House& house) {
    std::size_t count = 0;
    house.within([&](storage::Tx& tx) { count = tx.incidents(storage::ListFilter::all, 1000).size(); });
    return count;
}

inline AlertRecord record_of(House& house, const std::string& key,
                             const std::string& source = "alertmanager") {
    AlertRecord record;
    house.within([&](storage::Tx& tx) {
        const auto found = tx.alert(source, key);
        REQUIRE(found.has_value());
        record = *found;
    });
    return record;
}

}  // namespace tocsin::engine::testing

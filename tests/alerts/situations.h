// Alerts and values that the tests of the rule language ask about.
#pragma once

#include "bot/alerts/condition.h"
#include "bot/core/alert.h"

namespace tocsin::alerts::testing {

inline Alert database_alert() {
    Alert alert;
    alert.source = "alertmanager";
    alert.key = "a1b2";
    alert.title = "db-1 is slow";
    alert.description = "Queries wait.\nSince noon.";
    alert.severity = Severity::sev2;
    alert.labels = {{"severity", "critical"}, {"team", "data"}, {"code", "503"}, {"k8s.io/name", "db-1"}};
    alert.runbook = "db-slow";
    return alert;
}

inline Alert monitor_alert() {
    Alert alert;
    alert.source = "betterstack";
    alert.key = "7";
    alert.title = "uptime homepage";
    alert.uptime_monitor = UptimeMonitor{"homepage", "https://example.com", "down"};
    return alert;
}

}  // namespace tocsin::alerts::testing

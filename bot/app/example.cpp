#include "bot/app/example.h"

#include "bot/core/zone.h"

namespace tocsin::app {

namespace {

constexpr std::string_view organisation = R"(organization: Example
timezone: UTC
people:
  dana: {name: Dana, slack: U000DANA, phone: "+12025550101", email: dana@example.com}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102", email: lee@example.com}
  sam: {name: Sam, slack: U000SAM, phone: "+12025550104", email: sam@example.com, title: Engineering Lead}
  kim: {name: Kim, slack: U000KIM, phone: "+12025550103", email: kim@example.com}
roles: {admin: [person:sam], comms: [person:kim], manager: [person:sam]}
schedules:
  primary:
    name: Primary On-Call
    timezone: UTC
    layers: [{rotation: weekly, start: ANCHOR, members: [dana, lee]}]
  backup:
    name: Backup On-Call
    timezone: UTC
    layers: [{rotation: weekly, start: ANCHOR, members: [lee, dana]}]
teams:
  platform: {primary: schedule:primary, backup: schedule:backup, manager: person:sam}
default_team: platform
services:
  api: {name: API, team: platform, runbook: api-down, component: API}
  web: {name: Web app, team: platform, component: Web app}
  payments: {name: Payments, team: platform, runbook: payment-failures, component: Payments}
status_page: {name: Example, components: [API, Web app, Payments], internal_hosts: [db-1, db-2]}
alerts:
  sources: {anything: {kind: json, token: sandbox}}
  group_by: [alertname, service]
  rules:
    - {name: API Down, when: uptime_monitor.status == "down", severity: sev1}
    - {name: High Error Rate, severity: sev1,
       when: 'alert.labels.alertname == "HighErrorRate" AND alert.severity in ["sev1", "sev2"]'}
    - {name: Critical Alert, when: alert.severity == "sev1", severity: sev1}
    - {name: Failed Deployment, severity: sev2,
       when: 'alert.source == "github" AND alert.labels.environment == "production"'}
    - {name: Slow Pages, when: 'alert.labels.alertname == "HighLatency"', for: 5m, severity: sev2}
    - {name: Backup Failed, when: 'alert.title matches "(?i)backup"', severity: sev3}
)";

// The last Monday at 09:00 UTC, as the date it has.
std::string last_handoff(Time now) {
    constexpr Duration opening = 9h;
    const auto day = std::chrono::floor<std::chrono::days>(now - opening);
    const auto monday = day - std::chrono::days{iso_weekday(WallDay(day.time_since_epoch())) - 1};
    return format_rfc3339(Time(monday) + opening).substr(0, sizeof("2025-01-27T09:00") - 1);
}

}  // namespace

std::string example_organisation(Time now) {
    constexpr std::string_view anchor = "ANCHOR";
    std::string text(organisation);
    for (auto at = text.find(anchor); at != std::string::npos; at = text.find(anchor, at))
        text.replace(at, anchor.size(), last_handoff(now));
    return text;
}

}  // namespace tocsin::app

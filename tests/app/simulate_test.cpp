#include <doctest/doctest.h>

#include "bot/app/simulation.h"
#include "bot/base/text.h"
#include "bot/config/load.h"

using namespace tocsin;
using namespace tocsin::app;

namespace {

constexpr std::string_view organisation = R"(
timezone: America/New_York
people:
  dana: {name: Dana, phone: "+12025550101", email: dana@example.com}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102"}
  kim: {name: Kim, slack: U000KIM, phone: "+12025550103"}
  sam: {name: Sam, slack: U000SAM, phone: "+12025550104", email: sam@example.com, title: Engineering Lead}
schedules:
  primary: {layers: [{rotation: weekly, start: 2024-12-30T09:00, members: [dana, lee]}]}
teams: {platform: {primary: schedule:primary, backup: person:kim, manager: person:sam}}
alerts:
  sources: {am: {kind: alertmanager, token: secret}}
  rules: [{name: Slow, when: alert.labels.alertname == "Slow", for: 5m, severity: sev2}]
  group_by: [alertname]
)";

std::string alert(std::string_view after, std::string_view name, std::string_view severity,
                  std::string_view started = "2025-01-02T15:00:00Z") {
    return "{\"after\": \"" + std::string(after) +
           R"(", "alert": {"source": "am", "body": {"version": "4", "status": "firing", "alerts": [{"status": "firing",
           "labels": {"alertname": ")" +
           std::string(name) + R"(", "severity": ")" + std::string(severity) +
           R"("}, "annotations": {}, "endsAt": "0001-01-01T00:00:00Z", "fingerprint": ")" +
           std::string(name) + R"(", "startsAt": ")" + std::string(started) + "\"}]}}}";
}

config::Configuration configuration() {
    const auto loaded = config::load_text(organisation, "tocsin.yaml", config::process_environment(), {});
    REQUIRE(loaded.ok());
    return loaded.configuration;
}

// "0 L1 dana phone,sms" for each page, then alarms and tickets, then the state.
std::string played(std::string_view events, std::string_view at = "2025-01-02T15:00:00Z",
                   std::string_view until = "2h") {
    const auto organisation_ = configuration();
    const auto read =
        config::read_scenario("{\"at\": \"" + std::string(at) + "\", \"until\": \"" + std::string(until) +
                                  "\", \"events\": [" + std::string(events) + "]}",
                              "scenario", organisation_);
    for (const auto& finding : read.findings) FAIL(config::to_line(finding));
    const auto result = simulate(organisation_, read.scenario);
    REQUIRE(result.has_value());
    const auto after = [&](Time when) {
        return std::to_string(
            std::chrono::duration_cast<std::chrono::seconds>(when - read.scenario.start).count());
    };
    std::string text;
    for (const auto& page : result->pages) {
        std::vector<std::string> via;
        for (const auto means : page.via) via.emplace_back(key_of(means));
        text += after(page.at) + " L" + std::to_string(page.level) + " " + page.person + " " +
                join(via, ",") + "; ";
    }
    for (const auto& alarm : result->alarms)
        text += after(alarm.at) + " " + std::string(key_of(alarm.reason)) + "; ";
    for (const auto& ticket : result->tickets) text += after(ticket.at) + " " + ticket.tracker + "; ";
    return text + (result->state ? std::string(key_of(*result->state)) : "none");
}

}  // namespace

TEST_CASE("a simulated SEV 1 goes through its whole policy, people without Slack are paged without it") {
    CHECK(played(R"({"declare": {"severity": "sev1", "title": "API Down"}})") ==
          "0 L1 dana phone,sms; 0 L1 kim phone,sms,slack; 600 L2 kim phone,sms; 1200 L3 sam phone,email; "
          "1800 exhausted; paging");
}

TEST_CASE("in the instant of an acknowledgment a level that is due fires before it") {
    CHECK(played(R"({"declare": {"severity": "sev2"}}, {"after": "10m", "ack": "dana"})") ==
          "0 L1 dana sms; 600 L2 kim phone,sms; investigating");
    CHECK(played(R"({"declare": {"severity": "sev2"}}, {"after": "9m59.999s", "ack": "dana"})") ==
          "0 L1 dana sms; investigating");
}

TEST_CASE("what arrives while the process is down is handled first when it is up again") {
    CHECK(
        played(
            R"({"declare": {"severity": "sev2"}}, {"after": "5m", "outage": "15m"}, {"after": "12m", "ack": "lee"})") ==
        "0 L1 dana sms; investigating");
    CHECK(played(R"({"declare": {"severity": "sev2"}}, {"after": "5m", "outage": "18m"})") ==
          "0 L1 dana sms; 1380 L2 kim phone,sms; 1380 L3 sam phone,email; 1800 exhausted; paging");
}

TEST_CASE("events act on the newest open incident, and do nothing without one") {
    CHECK(played(R"({"ack": "dana"})") == "none");
    CHECK(
        played(
            R"({"declare": {"severity": "sev2", "title": "first"}}, {"after": "1m", "declare": {"severity": "sev3", "title": "second"}},
                    {"after": "2m", "resolve": "dana"}, {"after": "3m", "ack": "lee"})") ==
        "0 L1 dana sms; 60 unreachable; resolved");  // Dana has no Slack
}

TEST_CASE("a ticket is opened for a SEV 4, and raising it pages") {
    CHECK(played(R"({"declare": {"severity": "sev4"}})") == "0 github; ticket");
    CHECK(played(R"({"declare": {"severity": "sev4"}}, {"after": "1m", "severity": "sev2"})",
                 "2025-01-02T15:00:00Z", "5m") == "60 L1 dana sms; 0 github; paging");
}

TEST_CASE("the end of the span is part of it") {
    CHECK(played(R"({"declare": {"severity": "sev2"}})", "2025-01-02T15:00:00Z", "10m") ==
          "0 L1 dana sms; 600 L2 kim phone,sms; paging");
    CHECK(played(R"({"declare": {"severity": "sev2"}})", "2025-01-02T15:00:00Z", "9m59.999999s") ==
          "0 L1 dana sms; paging");
}

TEST_CASE("a page that waits for business hours reaches whoever is on call then") {
    // Monday 2025-01-06 09:00 in New York is Lee's handoff and the opening.
    CHECK(played(R"({"declare": {"severity": "sev3"}})", "2025-01-04T15:00:00Z", "3d") ==
          "169200 L1 lee slack; paging");
}

TEST_CASE("a page of nobody is an alarm") {
    // Before the rotation begins nobody is primary; a SEV 3 has no further level.
    CHECK(played(R"({"declare": {"severity": "sev3"}})", "2024-12-27T15:00:00Z") == "0 unreachable; paging");
}

TEST_CASE("an alert of a scenario opens its incident, and one alike joins it") {
    CHECK(played(alert("1m", "Down", "critical"), "2025-01-02T15:00:00Z", "5m") ==
          played(R"({"after": "1m", "declare": {"severity": "sev1"}})", "2025-01-02T15:00:00Z", "5m"));
    CHECK(played(alert("1m", "Down", "critical") + "," + alert("2m", "Down", "critical"),
                 "2025-01-02T15:00:00Z",
                 "5m") == played(alert("1m", "Down", "critical"), "2025-01-02T15:00:00Z", "5m"));
    CHECK(played(alert("1m", "Slow", "info"), "2025-01-02T15:00:00Z", "5m") == "none");
    CHECK(played(alert("1m", "Slow", "info"), "2025-01-02T15:00:00Z", "7m") == "360 L1 dana sms; paging");
}

TEST_CASE("after its resolution an alert opens another incident only when it starts later") {
    const auto resolved = alert("0s", "Down", "critical") + R"(,{"after": "5m", "ack": "dana"})" +
                          R"(,{"after": "6m", "resolve": "dana"},)";
    const auto before = played(resolved + alert("10m", "Down", "critical"));
    CHECK(before.ends_with("resolved"));
    const auto after = played(resolved + alert("10m", "Down", "critical", "2025-01-02T15:09:00Z"));
    CHECK(after.ends_with("paging"));
}

TEST_CASE("scenarios are checked like a configuration") {
    const auto organisation_ = configuration();
    const auto findings = [&](std::string_view text) {
        std::string lines;
        for (const auto& finding : config::read_scenario(text, "s.yaml", organisation_).findings)
            lines += config::to_line(finding) + "\n";
        return lines;
    };
    CHECK(findings("at: 2025-01-08T15:00:00Z\nevents:\n  - {ack: danna}\n") ==
          "s.yaml:3:11: events[1].ack is \"danna\", people has no such entry, write \"dana\"\n");
    CHECK(findings("events: [{after: 1m}]").contains("at is missing"));
    CHECK(findings("at: 2025-01-08T15:00:00Z\nevents: [{after: 1m}]")
              .contains("an event in which nothing happens"));
    CHECK(
        findings("at: 2025-01-08T15:00:00Z\nevents: [{ack: dana, unack: dana}]").contains("several things"));
    CHECK(findings("at: soon").contains("at is \"soon\""));
    CHECK(findings("at: 2025-01-08T15:00:00Z\nevents: [{alert: {source: ann, body: {a: 1}}}]")
              .contains("unknown source \"ann\""));
    const auto unreadable = config::read_scenario(
        "at: 2025-01-08T15:00:00Z\nevents: [{alert: {source: am, body: {a: 1}}}]", "s.yaml", organisation_);
    CHECK(unreadable.findings.empty());
    CHECK_FALSE(simulate(organisation_, unreadable.scenario).has_value());
}

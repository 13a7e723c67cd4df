#include <doctest/doctest.h>

#include <algorithm>

#include "bot/core/measured_incident.h"
#include "bot/core/page_load.h"
#include "bot/core/report_day.h"
#include "bot/core/rule_report.h"

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

Time at(std::string_view text) {
    return *parse_rfc3339(text);
}

constexpr std::chrono::year_month month_of_2025(unsigned month) {
    return std::chrono::year{2025} / std::chrono::month{month};
}

Incident detected() {
    Incident incident;
    incident.number = IncidentNumber{42};
    incident.state = State::resolved;
    incident.severity = Severity::sev2;
    incident.source = "alertmanager alert HighErrorRate";
    incident.rule = "errors";
    incident.started = at("2025-01-21T14:29:00Z");
    incident.detected = at("2025-01-21T14:32:00Z");
    incident.acknowledged = at("2025-01-21T14:34:00Z");
    incident.ended = at("2025-01-21T15:00:00Z");
    incident.resolution.emplace();
    return incident;
}

}  // namespace

TEST_CASE("an incident counts unless it was a drill, a duplicate or a false alarm") {
    CHECK(measured(detected()).counts);
    CHECK(measured(detected()).resolved == at("2025-01-21T15:00:00Z"));
    auto drill = detected();
    drill.drill = true;
    CHECK_FALSE(measured(drill).counts);
    CHECK_FALSE(measured(drill).by_alert);
    auto merged = detected();
    merged.state = State::merged;
    CHECK_FALSE(measured(merged).counts);
    CHECK(measured(merged).verdict == PageVerdict::duplicate);
    auto cancelled = detected();
    cancelled.state = State::false_alarm;
    cancelled.verdict = PageVerdict::real;
    CHECK(measured(cancelled).is_false_alert());
    CHECK_FALSE(measured(cancelled).counts);
    auto rated = detected();
    rated.verdict = PageVerdict::false_alarm;
    CHECK(measured(rated).is_false_alert());
    CHECK_FALSE(measured(rated).counts);
    rated.verdict = PageVerdict::not_actionable;
    CHECK(measured(rated).counts);
    rated.source.clear();
    rated.verdict = PageVerdict::false_alarm;
    CHECK_FALSE(measured(rated).is_false_alert());  // somebody declared it: no alert was wrong
}

TEST_CASE("an incident that is open again has no resolution yet") {
    auto open = detected();
    open.state = State::investigating;
    CHECK_FALSE(measured(open).resolved);
    open.state = State::resolved;
    open.ended = at("2025-01-21T18:00:00Z");
    CHECK(measured(open).resolved == at("2025-01-21T18:00:00Z"));
}

TEST_CASE("false positives are counted for each rule, the worst first") {
    const std::vector<RuleCount> counts{{"disk", 40, 0, {}},
                                        {"errors", 10, 0, {}},
                                        {"disk", 0, 1, PageVerdict::real},
                                        {"errors", 0, 2, PageVerdict::false_alarm},
                                        {"errors", 0, 1, PageVerdict::not_actionable},
                                        {"errors", 0, 1, PageVerdict::duplicate},
                                        {"errors", 0, 3, {}},
                                        {"late", 0, 1, PageVerdict::false_alarm}};
    const auto reports = rule_reports(counts);
    REQUIRE(reports.size() == 3);
    CHECK(reports[0] == RuleReport{"errors", 10, 7, 0, 2, 1, 1});
    CHECK(*reports[0].false_positive_rate() == doctest::Approx(0.2));
    CHECK(reports[1] == RuleReport{"late", 0, 1, 0, 1, 0, 0});
    CHECK_FALSE(reports[1].false_positive_rate());
    CHECK(reports[2].false_positive_rate() == 0.0);
    CHECK(rule_reports({}).empty());
    CHECK(RuleReport{"x", 1, 2, 0, 2, 0, 0}.false_positive_rate() == 1.0);
}

TEST_CASE("pages are counted by the hour of each person's own clock, through a skipped hour too") {
    const std::vector<PageCount> counts{
        {"dana", at("2025-03-09T06:45:00Z"), 1},   // 01:45, then 02:00 is skipped
        {"dana", at("2025-03-09T07:00:00Z"), 2},   // 03:00
        {"lee", at("2025-03-09T07:00:00Z"), 1},    // 12:45 in Kathmandu
        {"dana", at("2025-03-09T16:00:00Z"), 1}};  // 12:00
    const auto loads = page_loads(counts, [](const std::string& person) {
        return *Zone::load(person == "dana" ? "America/New_York" : "Asia/Kathmandu");
    });
    REQUIRE(loads.size() == 2);
    CHECK(loads[0].person == "dana");
    CHECK(loads[0].pages == 4);
    CHECK(loads[0].at_night == 3);
    CHECK(loads[0].by_hour[1] == 1);
    CHECK(loads[0].by_hour[2] == 0);
    CHECK(loads[0].by_hour[3] == 2);
    CHECK(loads[1].by_hour[12] == 1);
    CHECK(loads[1].at_night == 0);
    CHECK(is_night_hour(22));
    CHECK_FALSE(is_night_hour(7));
}

TEST_CASE("the report is posted on the first business day at nine, and previewed the day before") {
    BusinessHours hours;
    const auto times = [&](unsigned month, const char* zone) {
        return report_times(month_of_2025(month), hours, *Zone::load(zone));
    };
    CHECK(times(1, "UTC").posted == at("2025-02-03T09:00:00Z"));  // 1 February is a Saturday
    CHECK(times(1, "UTC").preview == at("2025-02-02T09:00:00Z"));
    CHECK(times(1, "America/New_York").posted == at("2025-02-03T14:00:00Z"));
    CHECK(times(12, "UTC").posted == at("2026-01-01T09:00:00Z"));
    hours.holidays = {std::chrono::year{2026} / 1 / 1, std::chrono::year{2026} / 1 / 2};
    CHECK(times(12, "UTC").posted == at("2026-01-05T09:00:00Z"));
    CHECK(times(2, "America/New_York").preview == at("2025-03-02T14:00:00Z"));
    hours.days = {7};
    // The clocks go forward between the two.
    CHECK(times(2, "America/New_York").posted == at("2025-03-02T14:00:00Z"));
    hours.days.clear();
    CHECK(times(1, "UTC").posted == at("2025-02-01T09:00:00Z"));
}

#include "bot/core/month_report.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const std::chrono::year_month january{std::chrono::year{2025}, std::chrono::January};

Time at(std::string_view text) {
    return *parse_rfc3339(text);
}

MeasuredIncident incident(Severity severity, std::string_view detected, Duration started_before = 3min,
                          Duration acknowledged_after = 2min, Duration resolved_after = 18min) {
    MeasuredIncident one;
    one.severity = severity;
    one.detected = at(detected);
    one.started = *one.detected - started_before;
    one.acknowledged = *one.detected + acknowledged_after;
    one.resolved = *one.detected + resolved_after;
    return one;
}

MonthReport of(const std::vector<MeasuredIncident>& incidents, const AlertCounts& alerts = {},
               const std::string& zone = "UTC", std::chrono::year_month month = january) {
    const auto clocks = *Zone::load(zone);
    return month_report(month, zone, clocks, month_facts(span_of(month, clocks), incidents, alerts));
}

}  // namespace

TEST_CASE("the mission's January: three incidents, all goals met but the time between them") {
    const auto report = of(
        {incident(Severity::sev2, "2025-01-07T10:00:00Z"), incident(Severity::sev2, "2025-01-21T14:32:00Z"),
         incident(Severity::sev3, "2025-01-28T03:00:00Z")},
        {33, 2});
    CHECK(report.incidents == 3);
    CHECK(report.by_severity == std::map<Severity, std::int64_t>{{Severity::sev2, 2}, {Severity::sev3, 1}});
    CHECK(report.mtbf_hours == 240.0);
    CHECK(report.mtbf_calendar_hours == 248.0);
    CHECK(report.mttd_min == 3.0);
    CHECK(report.mtta_min == 2.0);
    CHECK(report.mttr_min == 18.0);
    CHECK(report.mttr_by_severity_min.size() == 2);
    CHECK(*report.false_positive_rate == doctest::Approx(2.0 / 33));
    CHECK(report.targets_met == TargetsMet{false, true, true, std::nullopt, true});
}

TEST_CASE("what is no incident of the month counts in nothing") {
    auto drill = incident(Severity::sev1, "2025-01-10T10:00:00Z");
    drill.counts = false;
    const auto report = of({drill, incident(Severity::sev1, "2024-12-31T23:59:59Z"),
                            incident(Severity::sev1, "2025-02-01T00:00:00Z"), MeasuredIncident{}});
    CHECK(report.incidents == 0);
    CHECK_FALSE(report.mtbf_hours);
    CHECK_FALSE(report.mtbf_calendar_hours);
    CHECK_FALSE(report.mttd_min);
    CHECK_FALSE(report.false_positive_rate);
    CHECK(report.targets_met == TargetsMet{true, {}, {}, {}, {}});
    REQUIRE(report.last_before);
    CHECK(report.last_before->detected == at("2024-12-31T23:59:59Z"));
}

TEST_CASE("the month begins and ends by the clocks of its zone, and has its real hours") {
    const std::vector incidents{
        incident(Severity::sev3, "2025-03-01T04:59:59Z"), incident(Severity::sev3, "2025-03-01T05:00:00Z"),
        incident(Severity::sev3, "2025-04-01T03:59:59Z"), incident(Severity::sev3, "2025-04-01T04:00:00Z")};
    const auto march = of(incidents, {}, "America/New_York", january + std::chrono::months{2});
    CHECK(march.incidents == 2);
    CHECK(march.mtbf_calendar_hours == 743.0 / 2);  // an hour was skipped
    CHECK(march.mtbf_hours == 360.0);
}

TEST_CASE("an instant that is missing leaves its incident out of that mean alone") {
    auto first = incident(Severity::sev1, "2025-01-02T00:00:00Z", 10min, 4min, 40min);
    auto open = incident(Severity::sev1, "2025-01-03T00:00:00Z", 2min, 8min);
    open.resolved.reset();
    auto unseen = incident(Severity::sev4, "2025-01-04T00:00:00Z");
    unseen.started.reset();
    unseen.acknowledged.reset();
    unseen.resolved.reset();
    const auto report = of({first, open, unseen});
    CHECK(report.incidents == 3);
    CHECK(report.mttd_min == 6.0);
    CHECK(report.mtta_min == 6.0);
    CHECK(report.mttr_min == 40.0);
    CHECK(report.mttr_by_severity_min.at(Severity::sev1) == 40.0);
    CHECK_FALSE(report.mttr_by_severity_min.at(Severity::sev4));
    CHECK(report.targets_met == TargetsMet{false, false, false, false, {}});
}

TEST_CASE("goals are strict, and a time that runs backwards counts as none") {
    auto backwards = incident(Severity::sev1, "2025-01-02T00:00:00Z", -7min, -1min, 30min);
    const auto report = of({backwards}, {10, 1});
    CHECK(report.mttd_min == 0.0);
    CHECK(report.mtta_min == 0.0);
    CHECK(report.mtbf_hours == 720.0);
    CHECK(report.targets_met == TargetsMet{false, true, true, false, false});
    CHECK(of({}, {0, 0}).targets_met.false_positive_rate == std::nullopt);
    CHECK(of({}, {11, 1}).targets_met.false_positive_rate == true);
}

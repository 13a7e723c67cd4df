#include "templates/month_report.h"

#include <doctest/doctest.h>

#include "templates/report_page.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

// The mission's January 2025.
MonthReport january() {
    MonthReport report;
    report.month = {std::chrono::year{2025}, std::chrono::January};
    report.timezone = "UTC";
    report.incidents = 3;
    report.by_severity = {{Severity::sev2, 2}, {Severity::sev3, 1}};
    report.mtbf_hours = 240;
    report.mttd_min = 3;
    report.mtta_min = 2;
    report.mttr_min = 20;
    report.mttr_by_severity_min = {{Severity::sev2, 18}, {Severity::sev3, 24}};
    report.alerts = {33, 2};
    report.false_positive_rate = 2.0 / 33;
    report.targets_met = {false, true, true, std::nullopt, true};
    return report;
}

std::string text_of(const MonthReport& report) {
    return month_report_text({report, {report}, ""});
}

}  // namespace

TEST_CASE("the report of the mission's January has its words") {
    CHECK(text_of(january()) ==
          "January 2025:\n"
          "- Incidents: 3 (2 SEV 2, 1 SEV 3)\n"
          "- MTBF: 240 hours (10 days)\n"
          "- MTTD: 3 minutes avg\n"
          "- MTTA: 2 minutes avg\n"
          "- MTTR: 18 minutes avg (SEV 2)\n"
          "- False Positives: 2 (6%)\n"
          "\n"
          "All metrics within targets except MTBF (goal: 30 days)\n"
          "Action: Focus on incident prevention (more testing, gradual rollouts)\n");
}

TEST_CASE("a month without incidents says so, and when the last one was") {
    auto report = january();
    report.incidents = 0;
    CHECK(text_of(report) == "No incidents in January 2025.\n");
    report.last_before = LastIncident{IncidentNumber{}, *parse_rfc3339("2024-12-18T23:30:00Z")};
    CHECK(text_of(report) == "No incidents in January 2025. Last one: 2024-12-18.\n");
    report.last_before->number = IncidentNumber{39};
    report.timezone = "Asia/Tokyo";
    CHECK(text_of(report) == "No incidents in January 2025. Last one: INC-39 on 2024-12-19.\n");
}

TEST_CASE("the sentence names what is missed, and the action is that of the worst") {
    auto report = january();
    report.targets_met = {true, true, true, true, true};
    report.mtbf_hours = 721;
    CHECK(text_of(report).contains("\nAll metrics within targets\n"));
    CHECK_FALSE(text_of(report).contains("Action"));

    report.targets_met = {false, false, false, false, false};
    report.mtbf_hours = 360;
    report.mttd_min = 50;
    report.mttr_by_severity_min = {{Severity::sev1, 31}};
    const auto all_missed = text_of(report);
    CHECK(
        all_missed.contains("Missed: MTBF (goal: 30 days), MTTD (goal: 5 minutes), MTTA (goal: 5 minutes), "
                            "MTTR (goal: 30 minutes), False Positives (goal: 10%). Met: none"));
    CHECK(all_missed.contains("Action: Focus on detection"));
}

TEST_CASE("what is not known is n/a, and numbers are rounded half up") {
    auto report = january();
    report.incidents = 7;
    report.mtbf_hours = 720.0 / 7;
    report.mttd_min.reset();
    report.mtta_min = 0.5;
    report.mttr_by_severity_min = {{Severity::sev1, std::nullopt}};
    report.false_positive_rate = 0.125;
    const auto text = text_of(report);
    CHECK(text.contains("- MTBF: 103 hours (4.3 days)\n"));
    CHECK(text.contains("- MTTD: n/a\n"));
    CHECK(text.contains("- MTTA: 1 minute avg\n"));
    CHECK(text.contains("- MTTR: n/a (SEV 1)\n"));
    CHECK(text.contains("(13%)"));
    report.false_positive_rate.reset();
    CHECK(text_of(report).contains("- False Positives: n/a\n"));
}

TEST_CASE("the page shows the same numbers in a table") {
    const auto page = report_file({january(), {january()}, ""});
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(page.contains("<h1>Incident report: January 2025</h1>"));
    CHECK(
        page.contains("<tr><th scope=\"row\">MTBF</th><td>240 hours (10 days)</td><td>&gt; 720 hours (30 "
                      "days)</td><td>Missed</td>"));
    CHECK(page.contains("<td>&lt; 30 minutes</td><td>Met</td>"));
}

#include "templates/report_page.h"

#include <doctest/doctest.h>

#include "templates/report_picture.h"

using namespace tocsin;
using namespace tocsin::templates;

namespace {

MonthReport month_of(int back, std::int64_t sev1, std::int64_t sev2, std::optional<double> minutes) {
    MonthReport report;
    report.month = std::chrono::year{2025} / std::chrono::January - std::chrono::months{back};
    report.timezone = "UTC";
    report.incidents = sev1 + sev2;
    if (sev1 > 0) report.by_severity[Severity::sev1] = sev1;
    if (sev2 > 0) report.by_severity[Severity::sev2] = sev2;
    report.mtta_min = minutes;
    report.mttr_min = minutes ? std::optional(*minutes * 9) : std::nullopt;
    report.mtbf_hours = 240;
    return report;
}

ReportPage page() {
    ReportPage page;
    page.facts.history = {month_of(2, 1, 1, 4), month_of(1, 0, 0, {}), month_of(0, 1, 2, 2)};
    page.facts.report = page.facts.history.back();
    page.facts.report.rules = {{"=cmd|' /C calc'!A1", 10, 3, 1, 2, 0, 0}};
    page.facts.report.alerts = {33, 2};
    page.loads = {{"Dana <script>", 3, 2, {}}};
    page.loads[0].by_hour[23] = 2;
    page.loads[0].by_hour[9] = 1;
    MeasuredIncident one;
    one.number = IncidentNumber{42};
    one.severity = Severity::sev1;
    one.started = *parse_rfc3339("2025-01-21T14:29:00Z");
    one.detected = *parse_rfc3339("2025-01-21T14:32:00Z");
    auto wrong = one;
    wrong.counts = false;
    wrong.verdict = PageVerdict::false_alarm;
    page.rows = {{one, "INC-42", "API <b>Down</b>", "https://example.com/42"}, {wrong, "INC-43", "", ""}};
    page.linked = true;
    return page;
}

std::string table_after(const std::string& html, std::string_view heading) {
    const auto from = html.find(heading);
    return from == std::string::npos ? "" : html.substr(from, html.find("</table>", from) - from);
}

}  // namespace

TEST_CASE("each number of the page leads to the incidents behind it") {
    const auto html = report_page(page());
    CHECK(html.contains("<a href=\"#incidents\">3</a>"));
    CHECK(html.contains("<a href=\"#mtta\">2 minutes</a>"));
    CHECK(html.contains("<th scope=\"col\" id=\"mtta\">To acknowledge</th>"));
    CHECK(
        table_after(html, "<h2 id=\"incidents\">").contains("<a href=\"https://example.com/42\">INC-42</a>"));
    CHECK(table_after(html, "<h2 id=\"left-out\">").contains("INC-43 private"));
    CHECK(table_after(html, "<h2 id=\"left-out\">").contains("false alarm"));
    CHECK(html.contains("<a href=\"/reports/2024-12\">December 2024</a>"));
    CHECK(html.contains("<a href=\"/reports/2025-01.csv\">CSV</a>"));
}

TEST_CASE(
    "what was learned from the month's incidents is counted, and each number leads to what is behind it") {
    auto shown = page();
    shown.facts.report.learning = {4, 1, 2, 1};
    shown.now = *parse_rfc3339("2025-02-01T09:00:00Z");
    shown.open_actions = {{"INC-42", "/i/42", "P0", "Raise the <pool>", "Dana", shown.now}};
    auto& owed = shown.rows[0].measured;
    owed.post_mortem_due = *parse_rfc3339("2025-01-22T15:00:00Z");
    const auto overdue = report_page(shown);
    CHECK(overdue.contains("<a href=\"#open-actions\">1 of 4</a>"));
    CHECK(overdue.contains("<a href=\"#post-mortems\">1 of 2</a>"));
    const auto item = table_after(overdue, "<h2 id=\"open-actions\">");
    CHECK(item.contains("<a href=\"/i/42\">INC-42</a>"));
    CHECK(item.contains("Raise the &lt;pool&gt;"));
    CHECK(item.contains("<td>2025-02-01</td>"));
    CHECK(table_after(overdue, "<h2 id=\"post-mortems\">").contains("overdue, 2025-01-22 15:00 UTC"));
    owed.post_mortem_published = owed.post_mortem_due;
    CHECK(table_after(report_page(shown), "<h2 id=\"post-mortems\">").contains("on time, 2025-01-22"));
    CHECK(report_csv(shown).contains("\n2025-01,open_actions,,1,\n2025-01,post_mortems_due,,2,\n"));
}

TEST_CASE("what people wrote is no markup on the page") {
    const auto html = report_page(page());
    CHECK_FALSE(html.contains("<b>Down"));
    CHECK(html.contains("API &lt;b&gt;Down"));
    CHECK_FALSE(html.contains("<script"));
}

TEST_CASE("the charts say what they show, and a month of which nothing is known is a hole in no line") {
    const auto html = report_page(page());
    CHECK(html.contains("aria-labelledby=\"chart1-title chart1-desc\""));
    CHECK(html.contains("<title id=\"chart2-title\">Minutes to acknowledge and to resolve</title>"));
    CHECK(html.contains("Incidents per month rose from 2 in November to 3 in January."));
    CHECK(
        html.contains("Time to acknowledge fell from 4 to 2 minutes and time to resolve from 36 to 18 "
                      "minutes from November to January."));
    CHECK(table_after(html, "months-caption").contains("<td>none</td>"));
    CHECK(table_after(html, "pages-table").contains("09:00 1×, 23:00 2×"));
}

TEST_CASE("an empty month has a page too, and a file of its own names no others") {
    ReportPage empty;
    empty.facts.report = month_of(0, 0, 0, {});
    empty.facts.history = {empty.facts.report};
    CHECK(report_page(empty).contains("<p>No incidents in January 2025.</p>"));
    const auto file = report_file(page().facts);
    CHECK_FALSE(file.contains("href=\"#incidents"));
    CHECK_FALSE(file.contains(".csv"));
    CHECK(file.contains("<svg"));
}

TEST_CASE("a spreadsheet gets numbers, and no formulas") {
    const auto csv = report_csv(page());
    CHECK(csv.starts_with("month,number,of,value,unit\n2024-11,incidents,,2,\n"));
    CHECK(csv.contains("\n2024-12,mtta,,,minutes\n"));
    CHECK(csv.contains("\n2025-01,mttr,,18,minutes\n"));
    CHECK(csv.contains("\n2025-01,rule_false_alarms,'=cmd|' /C calc'!A1,2,\n"));
    CHECK(csv.contains("\n2025-01,pages_at_night,Dana <script>,2,\n"));
}

TEST_CASE("the picture is a PNG, and the same every time") {
    const auto history = page().facts.history;
    const auto picture = report_picture(history);
    CHECK(picture.starts_with("\x89PNG"));
    CHECK(picture.size() > 5'000);
    CHECK(picture == report_picture(history));
    CHECK(report_picture({}).empty());
    CHECK(report_picture({month_of(0, 0, 1, {})}).size() < picture.size());
}

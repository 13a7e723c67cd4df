#include <doctest/doctest.h>

#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr std::string_view january = R"({"timezone":"UTC","alerts":{"total":33,"false_alarms":2},"incidents":[
{"severity":"sev2","started":"2025-01-07T09:57:00Z","detected":"2025-01-07T10:00:00Z","acked":"2025-01-07T10:02:00Z","resolved":"2025-01-07T10:18:00Z","false_alarm":false,"drill":false},
{"severity":"sev2","started":"2025-01-21T14:29:00Z","detected":"2025-01-21T14:32:00Z","acked":"2025-01-21T14:34:00Z","resolved":"2025-01-21T14:50:00Z"},
{"severity":"sev3","started":"2025-01-28T02:57:00Z","detected":"2025-01-28T03:00:00Z","acked":"2025-01-28T03:02:00Z","resolved":null},
{"severity":"sev1","started":"2025-01-29T02:57:00Z","detected":"2025-01-29T03:00:00Z","acked":null,"resolved":null,"false_alarm":true},
{"severity":"sev1","started":"2025-01-29T02:57:00Z","detected":"2025-01-29T03:00:00Z","acked":null,"resolved":null,"state":"merged"}]})";

}  // namespace

TEST_CASE("a report is computed from an export's part, without a store or a configuration") {
    Desktop desk;
    desk.writes("data.json", january);
    const auto file = desk.file("data.json");
    const auto text = desk.runs({"report", "--month", "2025-01", "--data", file});
    CHECK(text.code == 0);
    CHECK(text.out ==
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
    const auto json = desk.runs({"report", "--month", "2025-01", "--data", file, "--json"}).json();
    CHECK(
        json.dump() ==
        R"({"alerts":33,"by_severity":{"sev2":2,"sev3":1},"false_alarms":2,"false_positive_rate":0.06060606060606061,)"
        R"("incidents":3,"month":"2025-01","mtbf_calendar_hours":248.0,"mtbf_hours":240.0,"mtta_min":2.0,"mttd_min":3.0,)"
        R"("mttr_by_severity_min":{"sev2":18.0,"sev3":null},"mttr_min":18.0,)"
        R"("targets_met":{"false_positive_rate":true,"mtbf":false,"mtta":true,"mttd":true,"mttr_sev1":null},)"
        R"("timezone":"UTC","updates_due":0,"updates_on_time":0})");
    CHECK(desk.runs({"report", "--month", "2025-01", "--data", file, "--html"}).out.starts_with("<!doctype"));
    CHECK(desk.runs({"report", "--month", "2025-02", "--data", file}).out ==
          "No incidents in February 2025. Last one: 2025-01-28.\n");
}

TEST_CASE("what cannot be reported on is said, with the place in the file") {
    Desktop desk;
    for (const auto* month : {"2025", "2025-13", "2025-1", "jan", "2025-01-01"})
        CHECK(desk.runs({"report", "--month", month, "--data", "x"}).code == 2);
    CHECK(desk.runs({"report", "--month", "2025-01", "--data", desk.file("none.json")}).code == 2);
    const auto says = [&](std::string_view text, std::string_view words) {
        desk.writes("data.json", text);
        const auto ended = desk.runs({"report", "--month", "2025-01", "--data", desk.file("data.json")});
        CHECK(ended.code == 2);
        CHECK_MESSAGE(ended.err.contains(words), ended.err);
    };
    says("", "no JSON object");
    says("[]", "no JSON object");
    says("{}", "incidents: a list is needed");
    says(R"({"incidents":[7]})", "incidents[0]: an object is needed");
    says(R"({"incidents":[{"severity":"sev9"}]})", "incidents[0].severity");
    says(R"({"incidents":[{"severity":"sev1","detected":"noon"}]})", "incidents[0].detected: an instant");
    says(R"({"incidents":[],"timezone":"Mars/Base"})", "there is no zone");
    says(R"({"incidents":[],"alerts":{"total":1,"false_alarms":2}})", "more of them than alerts");
    says(R"({"incidents":[],"alerts":{"total":-1}})", "a whole number");
}

TEST_CASE("a report is computed from the store too, by the clocks of the configuration's zone") {
    Desktop desk;
    desk.writes("tocsin.yaml", "storage: {url: 'sqlite:tocsin.db'}\ntimezone: America/New_York\n");
    const ManualClock clock(*parse_rfc3339("2025-02-01T03:00:00Z"));
    (*storage::Store::open("sqlite:" + desk.file("tocsin.db"), clock))->transact([](storage::Tx& tx) {
        storage::testing::declare(tx, "API Down");
    });
    const auto report = desk.runs({"report", "--month", "2025-01", "--json"}).json();
    CHECK(report["incidents"] == 1);
    CHECK(report["timezone"] == "America/New_York");
    CHECK(report["alerts"] == 0);
    CHECK(desk.runs({"report", "--month", "2025-02"}).out ==
          "No incidents in February 2025. Last one: INC-1 on 2025-01-31.\n");
}

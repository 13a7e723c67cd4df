#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

std::string sample(const std::string& name) {
    return std::string(TOCSIN_SOURCE_DIR) + "/tests/imports/samples/" + name;
}

}  // namespace

TEST_CASE("import prints a configuration that check takes, and says that it agrees with their schedule") {
    Desktop desk;
    const auto imported = desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty"});
    CHECK(imported.code == 0);
    CHECK(imported.out.starts_with("people:\n"));
    CHECK(imported.err == "primary-on-call: On 0 of 140 days a different person would be paged.\n");
    desk.writes("tocsin.yaml", imported.out);
    CHECK(desk.runs({"check"}).code == 0);
    const auto json = desk.runs(
        {"import", sample("calendar.ics"), "--from", "ical", "--json", "--since", "2026-09-28T04:00:00Z"});
    CHECK(json.json()["departures"].size() == 1);
    CHECK(json.json()["schedules"][0]["layers"] == 4);
    CHECK(json.json()["schedules"][0]["compared"]["different_days"] == 0);
}

TEST_CASE("a schedule of the configuration is held against theirs, with the spans that differ") {
    Desktop desk;
    auto yaml = desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty"}).out;
    const std::string handoff = "start: 2026-01-05T09:00";
    yaml.replace(yaml.find(handoff), handoff.size(), "start: 2026-01-05T10:00");
    desk.writes("tocsin.yaml", yaml);
    const auto compared = desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty", "--compare",
                                     "--schedule", "primary-on-call", "--days", "21"});
    CHECK(compared.code == 1);
    CHECK(
        compared.out.starts_with("primary-on-call: On 3 of 21 days a different person would be paged.\n"
                                 "  Monday 2026-09-28 09:00 (America/New_York) to Monday 2026-09-28 10:00 "
                                 "(America/New_York): there "));
    const auto json = desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty", "--compare",
                                 "--json", "--config", "tocsin.yaml", "--schedule", "primary-on-call"});
    CHECK(json.code == 1);
    const auto line = json.json()["compared"][0];
    CHECK(line["days"] == 140);
    CHECK(line["different_days"] == 20);
    CHECK(line["differences"].size() == 20);
    CHECK(line["differences"][0]["from"] == "2026-09-28T13:00:00Z");
    CHECK(desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty", "--compare"}).code == 0);
}

TEST_CASE("a calendar library reads our own calendar as the shifts that it was made of") {
    Desktop desk;
    const auto ours = desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty"});
    desk.writes("tocsin.yaml", ours.out);
    const auto calendar = desk.runs({"oncall", "--schedule", "primary-on-call", "--from",
                                     "2026-09-28T00:00:00Z", "--to", "2026-12-28T00:00:00Z", "--ical"});
    desk.writes("oncall.ics", calendar.out);
    const auto read = desk.runs({"import", "oncall.ics", "--from", "ical", "--compare", "--schedule",
                                 "primary-on-call", "--since", "2026-09-28T04:00:00Z", "--days", "84"});
    CHECK(read.code == 0);
    CHECK(read.out == "primary-on-call: On 0 of 84 days a different person would be paged.\n");
}

TEST_CASE("people of theirs whom the configuration does not know are named") {
    Desktop desk;
    desk.writes("tocsin.yaml",
                "people: {dana: {name: Dana Reyes}}\n"
                "schedules: {primary: {layers: [{start: 2026-01-05T09:00, members: [dana]}]}}\n");
    const auto compared = desk.runs(
        {"import", sample("pagerduty.json"), "--from", "pagerduty", "--compare", "--schedule", "primary"});
    CHECK(compared.code == 1);
    CHECK(compared.err.contains(
        "person lee-chen: Lee Chen is nobody of the configuration; each of their shifts "
        "counts as different"));
    CHECK_FALSE(compared.err.contains("Dana Reyes"));
}

TEST_CASE("who is who is told by a file of names") {
    Desktop desk;
    desk.writes("who.yaml", "PDANA01: dana\nLee Chen: lee\n");
    const auto imported =
        desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty", "--people", "who.yaml"});
    CHECK(imported.out.contains("members: [dana, lee, sam-okafor]"));
    desk.writes("who.yaml", "PDANA01: 'not a key'\n");
    const auto wrong =
        desk.runs({"import", sample("pagerduty.json"), "--from", "pagerduty", "--people", "who.yaml"});
    CHECK(wrong.code == 1);
    CHECK(wrong.err.contains("who.yaml:1: a line here is like U123: dana"));
}

TEST_CASE("what cannot be imported is refused in a sentence") {
    Desktop desk;
    desk.writes("cut.json", R"({"schedule": {"name": )");
    CHECK(desk.runs({"import", "cut.json", "--from", "pagerduty"}).code == 1);
    CHECK(desk.runs({"import", "not-there.json", "--from", "ical"}).err.contains("cannot be read"));
    const auto unknown = desk.runs({"import", "cut.json", "--from", "pager"});
    CHECK(unknown.code == 2);
    CHECK(unknown.err ==
          "--from pager is not known. There are pagerduty, opsgenie, grafana-oncall and ical.\n");
    const auto unrendered =
        desk.runs({"import", sample("opsgenie-schedule.json"), "--from", "opsgenie", "--compare"});
    CHECK(unrendered.code == 1);
    CHECK(unrendered.err.contains("do not say who is on call there"));
    CHECK(desk.runs({"import", "cut.json", "--compare"}).code == 2);
}

TEST_CASE("an export is imported into a new file, exported the same, and not imported twice") {
    Desktop desk;
    desk.writes("tocsin.yaml", "storage: {url: 'sqlite:old.db'}\n");
    {
        const SystemClock clock;
        const auto store = *storage::Store::open("sqlite:" + desk.file("old.db"), clock);
        store->transact([](storage::Tx& tx) {
            auto incident = storage::testing::declare(tx, "API Down");
            storage::testing::record(tx, incident, storage::testing::updated("looking"));
        });
    }
    const auto exported = desk.runs({"export"});
    desk.writes("all.json", exported.out);
    desk.writes("tocsin.yaml", "storage: {url: 'sqlite:new.db'}\n");
    const auto imported = desk.runs({"import", "all.json"});
    CHECK(imported.code == 0);
    CHECK(imported.out.starts_with("imported 1 incidents with 2 events into sqlite:"));
    CHECK(desk.runs({"export"}).out == exported.out);
    CHECK(desk.runs({"verify"}).out == "intact: 2 events, every hash and every incident agrees\n");
    const auto again = desk.runs({"import", "all.json", "--json"});
    CHECK(again.code == 1);
    CHECK(again.err.contains("The store has incidents already. Nothing was imported."));
}

#include <doctest/doctest.h>

#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

// Dana until Monday 2025-01-27 09:00 in New York, then Lee.
constexpr std::string_view organisation = R"(
timezone: America/New_York
people:
  dana: {name: Dana, slack: U000DANA, phone: "+12025550101"}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102"}
schedules:
  primary: {name: Primary On-Call, layers: [{name: weekly, rotation: weekly, start: 2025-01-20T09:00, members: [dana, lee]}]}
teams: {platform: {primary: schedule:primary, backup: person:lee}}
default_team: platform
)";

struct Planner : Desktop {
    Planner() { writes("tocsin.yaml", organisation); }
};

}  // namespace

TEST_CASE_FIXTURE(Planner, "oncall says who until when, in words and as one object a line") {
    const auto words = runs({"oncall", "--at", "2025-01-22T02:00:00Z"});
    CHECK(words.code == 0);
    CHECK(words.out == "2025-01-22T02:00:00Z  primary  dana until 2025-01-27T14:00:00Z\n");
    CHECK(runs({"oncall", "--schedule", "primary", "--at", "2025-01-27T10:00:00-05:00", "--json"}).out ==
          "{\"schedule\":\"primary\",\"at\":\"2025-01-27T15:00:00Z\",\"on_call\":[\"lee\"],"
          "\"until\":\"2025-02-03T14:00:00Z\"}\n");
    CHECK(runs({"oncall", "--at", "2025-01-01T00:00:00Z", "--json"}).json()["on_call"].empty());
}

TEST_CASE_FIXTURE(Planner, "oncall lists the shifts of a span with their reasons, and the gaps") {
    const auto list =
        runs({"oncall", "--from", "2025-01-20T00:00:00Z", "--to", "2025-01-28T00:00:00Z", "--json"}).json();
    CHECK(list["gaps"] ==
          nlohmann::json::parse(R"([{"start":"2025-01-20T00:00:00Z","end":"2025-01-20T14:00:00Z"}])"));
    REQUIRE(list["shifts"].size() == 2);
    CHECK(list["shifts"][0] == nlohmann::json::parse(R"({"person":"dana","start":"2025-01-20T14:00:00Z",
        "end":"2025-01-27T14:00:00Z","why":"layer weekly, turn 0"})"));
    const auto calendar =
        runs({"oncall", "--from", "2025-01-20T00:00:00Z", "--to", "2025-01-28T00:00:00Z", "--ical"});
    CHECK(calendar.out.starts_with("BEGIN:VCALENDAR\r\n"));
    CHECK(calendar.out.contains("DTSTART:20250120T140000Z"));
    CHECK(calendar.out.ends_with("END:VCALENDAR\r\n"));
}

TEST_CASE_FIXTURE(Planner, "oncall says why somebody is on call, and why not") {
    const auto on = runs({"oncall", "--why", "dana", "--at", "2025-01-22T02:00:00Z", "--json"}).json();
    CHECK(on["on_call"] == true);
    CHECK(on["because"][0].get<std::string>().starts_with("layer weekly, turn 0 since "));
    CHECK(runs({"oncall", "--why", "lee", "--at", "2025-01-22T02:00:00Z", "--json"}).json()["on_call"] ==
          false);
}

TEST_CASE_FIXTURE(Planner,
                  "oncall refuses what it does not know, by the exit code that says whose fault it is") {
    CHECK(runs({"oncall", "--schedule", "nights", "--at", "2025-01-22T02:00:00Z"}).code == 2);
    CHECK(runs({"oncall", "--at", "yesterday"}).code == 2);
    CHECK(runs({"oncall", "--why", "zoe", "--at", "2025-01-22T02:00:00Z"}).code == 2);
    writes("tocsin.yaml", "schedules: {primary: {layers: [{rotation: sometimes}]}}");
    CHECK(runs({"oncall", "--at", "2025-01-22T02:00:00Z"}).code == 3);
}

TEST_CASE_FIXTURE(Planner, "simulate plays the short form and a scenario alike") {
    const auto text =
        runs({"simulate", "--severity", "sev1", "--at", "2025-01-22T02:00:00Z", "--ack", "12m@lee"});
    CHECK(text.code == 0);
    CHECK(text.out ==
          "2025-01-22T02:00:00Z  +0 s  level 1  dana  by phone, sms, slack\n"
          "2025-01-22T02:00:00Z  +0 s  level 1  lee  by phone, sms, slack\n"
          "2025-01-22T02:10:00Z  +10 minutes  level 2  lee  by phone, sms\n"
          "state: investigating\n");
    writes("night.yaml",
           "at: 2025-01-22T02:00:00Z\nevents:\n  - {declare: {severity: sev1, title: API Down}}\n"
           "  - {after: 12m, ack: lee}\n");
    CHECK(runs({"simulate", "--scenario", file("night.yaml")}).out == text.out);
    const auto json = runs({"simulate", "--scenario", file("night.yaml"), "--json"}).json();
    CHECK(json["pages"][2] == nlohmann::json::parse(R"({"at":"2025-01-22T02:10:00Z","after_s":600,
        "level":2,"person":"lee","via":["phone","sms"]})"));
    CHECK(json["state"] == "investigating");
    CHECK(json["alarms"].empty());
}

TEST_CASE_FIXTURE(Planner, "simulate refuses a scenario that is wrong, and says where") {
    writes("night.yaml", "at: 2025-01-22T02:00:00Z\nevents:\n  - {after: 12m, ack: zoe}\n");
    const auto wrong = runs({"simulate", "--scenario", file("night.yaml")});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.contains("night.yaml:3:"));
    CHECK(wrong.err.contains("zoe"));
    CHECK(wrong.out.empty());
    CHECK(runs({"simulate", "--scenario", file("nothing.yaml")}).code == 2);
    CHECK(runs({"simulate"}).code == 2);
}

TEST_CASE_FIXTURE(Planner, "a scenario says what breaks, and who answers") {
    writes("night.yaml",
           "at: 2025-01-22T02:00:00Z\nevents:\n  - {person: {who: lee, answers_after: 2m, hears: [phone]}}\n"
           "  - {provider: {does: fails, for: 5m}}\n  - {declare: {severity: sev1, title: API Down}}\n");
    const auto late = runs({"simulate", "--scenario", file("night.yaml")});
    CHECK(late.code == 0);
    CHECK(late.err == "");
    CHECK(late.out.contains("state: investigating"));
    CHECK_FALSE(late.out.contains("level 2"));
    writes("night.yaml", "at: 2025-01-22T02:00:00Z\nevents: [{provider: {name: twillio, does: fails}}]\n");
    const auto wrong = runs({"simulate", "--scenario", file("night.yaml")});
    CHECK(wrong.code == 2);
    CHECK(wrong.err.contains("unknown provider \"twillio\""));
}

TEST_CASE_FIXTURE(Planner,
                  "simulate says the risks of a rota, with what it assumes, the same for the same seeds") {
    const std::vector<std::string> words{"simulate", "--seeds", "20", "--from", "2025-01-20T14:00:00Z",
                                         "--json"};
    const auto table = runs(words);
    INFO(table.err);
    CHECK(table.code == 0);
    CHECK(runs(words).out == table.out);
    const auto json = table.json();
    CHECK(json["days"] == 20);
    CHECK(json["severities"].contains("sev1"));
    CHECK(json["people"].size() == 2);
    CHECK(json["assumptions"].dump().contains("80% acknowledge"));
    auto nobody = words;
    nobody.insert(nobody.end(), {"--answers", "0%"});
    const auto none = runs(nobody).json();
    CHECK(none["severities"]["sev1"]["exhausted"] == 1);
    CHECK(none["severities"]["sev1"]["acknowledged_s"]["p50"].is_null());
    CHECK(runs({"simulate", "--seeds", "3"}).out.contains("assumed:"));
    CHECK(runs({"simulate", "--seeds", "3", "--answers", "most"}).code == 2);
    CHECK(runs({"simulate", "--seeds", "3", "--severity", "sev1"}).code == 2);
}

TEST_CASE_FIXTURE(Planner, "a day on which a rule is broken is printed as a scenario that breaks it again") {
    // A source's token that stands in every card is a secret that goes out.
    lets_out("Simulated");
    writes("tocsin.yaml",
           std::string(organisation) + "alerts: {sources: {am: {kind: json, token: Simulated}}}\n");
    const auto broken = runs({"simulate", "--seeds", "3", "--from", "2025-01-20T14:00:00Z"});
    CHECK(broken.code == 1);
    CHECK(broken.err.contains("seed 1: I10"));
    CHECK(broken.out.starts_with("# seed 1\nat: "));
    writes("day.yaml", broken.out);
    const auto again = runs({"simulate", "--scenario", file("day.yaml")});
    CHECK(again.code == 1);
    CHECK(again.err.contains("I10"));
}

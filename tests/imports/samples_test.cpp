// Each product's sample becomes a schedule by which the same people are on call as by the product's own final
// schedule, over half a year with both changes of the clock.
#include <nlohmann/json.hpp>

#include "bot/base/text.h"
#include "tests/imports/reading.h"

using namespace tocsin;
using namespace tocsin::imports;
using namespace tocsin::imports::testing;

namespace {

void check_agrees(const Imported& imported) {
    REQUIRE(imported.schedules.size() == 1);
    const auto comparison = whole(imported.schedules.front());
    CHECK(comparison.days >= 182);
    CHECK(comparison.different_days == 0);
    for (const auto& each : comparison.differences)
        INFO(format_rfc3339(each.from), " to ", format_rfc3339(each.to));
    check_reads_back(imported);
}

std::vector<std::string> opsgenie_files() {
    return {sample("opsgenie-timeline.json"), sample("opsgenie-schedule.json"),
            sample("opsgenie-overrides.json")};
}
std::vector<std::string> grafana_files() {
    return {sample("grafana-final.json"), sample("grafana-shifts.json"), sample("grafana-schedule.json"),
            sample("grafana-users.json")};
}

}  // namespace

TEST_CASE("PagerDuty: layers over layers, windows over midnight and over days, and a cover") {
    const auto imported = read(Product::pagerduty, {sample("pagerduty.json")});
    REQUIRE(imported.has_value());
    check_agrees(*imported);
    CHECK(imported->departures.empty());
    const auto& schedule = imported->schedules[0].schedule;
    CHECK(schedule.id.str() == "primary-on-call");
    REQUIRE(schedule.layers.size() == 3);
    CHECK(schedule.layers[0].name == "Weekend");
    CHECK(schedule.layers[0].priority == 2);
    CHECK(schedule.layers[0].every == 2);
    CHECK(imported->people[0].id.str() == "dana-reyes");
}

TEST_CASE("a handoff that was moved by an hour shows on the days on which it is different") {
    auto text = sample("pagerduty.json");
    auto json = nlohmann::json::parse(text);
    json["schedule"]["schedule_layers"][2]["rotation_virtual_start"] = "2026-01-05T10:00:00-05:00";
    const auto imported = read(Product::pagerduty, {json.dump()});
    REQUIRE(imported.has_value());
    const auto comparison = whole(imported->schedules[0]);
    CHECK(comparison.different_days == 26);  // every Monday
    CHECK(comparison.differences.size() == 26);
}

TEST_CASE("Opsgenie: rotations beside one another, a window each weekday, covers of one and of all") {
    const auto imported = read(Product::opsgenie, opsgenie_files());
    REQUIRE(imported.has_value());
    check_agrees(*imported);
    CHECK(imported->departures.empty());
    const auto& schedule = imported->schedules[0].schedule;
    CHECK(schedule.name == "Rota \"Köln\"");
    CHECK(schedule.layers[0].restrictions.size() == 5);
    CHECK(schedule.overrides.front().kind == Override::Kind::replace);
    CHECK(schedule.overrides.back().kind == Override::Kind::override_all);
    CHECK(imported->people[0].email == "dana@example.com");
}

TEST_CASE("Grafana OnCall: every second week, turns by the day, levels, a single shift and an override") {
    const auto imported = read(Product::grafana_oncall, grafana_files());
    REQUIRE(imported.has_value());
    check_agrees(*imported);
    CHECK(imported->departures.empty());
    CHECK(imported->schedules[0].schedule.layers.size() == 4);
    CHECK(imported->people.size() == 4);
}

TEST_CASE("a calendar: rules as layers, what was moved or cancelled as overrides, the rest written out") {
    const auto imported = read(Product::ical, {sample("calendar.ics")});
    REQUIRE(imported.has_value());
    check_agrees(*imported);
    const auto& schedule = imported->schedules[0].schedule;
    CHECK(schedule.name == "Platform on call");
    CHECK(schedule.timezone == "America/New_York");
    CHECK(schedule.layers.size() == 4);
    CHECK(tells_of(*imported, "FREQ=MONTHLY;BYDAY=1FR"));
    CHECK(imported->departures.size() == 1);
    const Rota rota(schedule);
    using tocsin::testing::who;
    CHECK(who(rota, "2026-10-05T14:00:00Z") == "-");           // the week between
    CHECK(who(rota, "2026-10-12T14:00:00Z") == "dana-reyes");  // a Monday of theirs
    CHECK(who(rota, "2026-10-15T14:00:00Z") == "-");           // but for one
    CHECK(who(rota, "2026-10-16T14:00:00Z") == "-");           // and for another, which is later
    CHECK(who(rota, "2026-10-16T22:00:00Z") == "dana-reyes");
    CHECK(who(rota, "2026-11-01T05:00:00Z") == "ana kim sam");  // a night, the weekend, and a single shift
    CHECK(who(rota, "2026-12-03T04:00:00Z") == "-");            // behind UNTIL
    CHECK(who(rota, "2026-12-05T16:00:00Z") == "ana kim");      // the last of ten weekends
    CHECK(who(rota, "2026-12-12T16:00:00Z") == "-");
}

TEST_CASE("people are those of the configuration by address, then by name, or as they are told to be") {
    auto asked = request(Product::opsgenie, opsgenie_files());
    Person dana;
    dana.id = PersonId("dr");
    dana.email = "Dana@example.com";
    asked.known = {{dana.id, dana}};
    asked.wanted = {{"sam@example.com", PersonId("samira")}};
    const auto imported = import_schedules(asked);
    REQUIRE(imported.has_value());
    const auto& days = imported->schedules[0].schedule.layers[0];
    CHECK(days.members == std::vector<std::vector<PersonId>>{{PersonId("dr")}, {PersonId("lee")}});
    REQUIRE(imported->people.size() == 2);  // who is known is not written again
    CHECK(imported->people[1].id.str() == "samira");
    CHECK(whole(imported->schedules[0]).different_days == 0);
}

TEST_CASE("numbers and Slack accounts come along where a product tells them, and only such as can be used") {
    const auto users = R"({"users": [
        {"id": "PDANA01", "name": "Dana Reyes", "email": "dana@example.com", "time_zone": "Europe/Lisbon",
         "contact_methods": [{"type": "email_contact_method", "address": "x@example.com"},
                             {"type": "phone_contact_method", "country_code": 44, "address": "2079460123"}]},
        {"id": "PLEE001", "contact_methods": [{"type": "phone_contact_method", "address": "call me\n${X}"}]},
        {"id": "PSAM001", "contact_methods": [{"type": "phone_contact_method_reference", "id": "P"}]}]})";
    const auto imported = read(Product::pagerduty, {sample("pagerduty.json"), users});
    REQUIRE(imported.has_value());
    check_reads_back(*imported);
    CHECK(imported->people[0].id.str() == "dana");
    CHECK(imported->people[0].phone == "+442079460123");
    CHECK(imported->people[0].timezone == "Europe/Lisbon");
    CHECK(imported->people[1].phone.empty());
    auto files = grafana_files();
    files.push_back(R"([{"id": "UDANA", "username": "dana", "slack": [{"user_id": "U0DANA", "team_id": "T"}]},
                        {"id": "ULEE", "username": "lee", "slack": [{"user_id": "not one"}]}])");
    const auto other = read(Product::grafana_oncall, files);
    REQUIRE(other.has_value());
    const auto dana = std::ranges::find(other->people, "dana", &Person::name);
    REQUIRE(dana != other->people.end());
    CHECK(dana->slack == UserId("U0DANA"));
    check_reads_back(*other);
}

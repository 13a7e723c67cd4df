// What a file must not do: pass for less than it is, break the configuration that is written, or take for
// ever.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tests/imports/reading.h"

using namespace tocsin;
using namespace tocsin::imports;
using namespace tocsin::imports::testing;
using nlohmann::json;

namespace {

json layer(const std::string& name, std::vector<std::string> people) {
    json users = json::array();
    for (const auto& person : people) users.push_back({{"user", {{"id", person}, {"summary", person}}}});
    return {{"name", name},
            {"start", "2026-01-05T09:00:00Z"},
            {"rotation_virtual_start", "2026-01-05T09:00:00Z"},
            {"rotation_turn_length_seconds", 604800},
            {"users", users}};
}

json pagerduty(json layers, const std::string& zone = "Europe/Berlin", const std::string& name = "Primary") {
    return {{"schedule", {{"name", name}, {"time_zone", zone}, {"schedule_layers", std::move(layers)}}}};
}

std::string calendar(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + lines + "END:VCALENDAR\r\n";
}

}  // namespace

TEST_CASE("a file that was cut, is another thing or nothing is refused in a sentence") {
    const auto whole = sample("pagerduty.json");
    for (const auto product : {Product::pagerduty, Product::opsgenie, Product::grafana_oncall}) {
        CHECK(error_of(product, {whole.substr(0, whole.size() / 2)}).contains("is no JSON, or was cut"));
        CHECK(error_of(product, {""}).contains("Nothing was imported"));
        for (const auto* text : {"[]", "{}", "42", "\"x\"", "null", R"({"data":[1,"a",null]})",
                                 R"({"schedule":7,"schedules":"no"})", R"({"results":[[],{}]})"})
            CHECK(error_of(product, {text}).contains("Nothing was imported"));
        CHECK(error_of(product, {std::string(100'000, '[')}).contains("is no JSON"));
    }
    const auto events = sample("calendar.ics");
    CHECK(error_of(Product::ical, {events.substr(0, events.size() / 2)}).contains("it was cut"));
    CHECK(error_of(Product::ical, {"hello"}).contains("Nothing was imported"));
}

TEST_CASE("a time zone that nobody knows is named") {
    CHECK(error_of(Product::pagerduty, {pagerduty(json::array(), "Mars/Olympus").dump()})
              .contains("knows no time zone \"Mars/Olympus\""));
    CHECK(error_of(Product::ical, {calendar("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dana\r\n"
                                            "DTSTART;TZID=Mars:20261001T090000\r\nDURATION:PT1H\r\n"
                                            "END:VEVENT\r\n")})
              .contains("\"Mars\" is neither known to this machine nor described in the file"));
}

TEST_CASE("a zone of the file's own is followed, as instants") {
    const auto imported =
        read(Product::ical, {calendar("BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\n"
                                      "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\n"
                                      "END:STANDARD\r\nEND:VTIMEZONE\r\n"
                                      "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dana\r\n"
                                      "DTSTART;TZID=Ours:20261001T093000\r\nDURATION:PT2H\r\n"
                                      "RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\n")});
    REQUIRE(imported.has_value());
    const auto& schedule = imported->schedules[0].schedule;
    CHECK(schedule.layers.empty());
    REQUIRE(schedule.overrides.size() == 3);
    CHECK(schedule.overrides[0].start == at("2026-10-01T04:00:00Z"));
    CHECK(tells_of(*imported, "a time zone other than the schedule's"));
}

TEST_CASE("layers without users are left out, and said so") {
    const auto imported =
        read(Product::pagerduty, {pagerduty({layer("Nobody", {}), layer("Some", {"dana"})}).dump()});
    REQUIRE(imported.has_value());
    CHECK(imported->schedules[0].schedule.layers.size() == 1);
    CHECK(tells_of(*imported, "layer Nobody: a layer without users; it is left out"));
    check_reads_back(*imported);
}

TEST_CASE("names of every kind are kept as text, and nothing of the environment gets in") {
    const std::string hostile =
        "\"} \n- x: ${HOME} ${HOME:-a} 'q' # \\ \xE2\x80\xAE: [] {} &a *a !!t %\t\x01";
    auto plan =
        pagerduty(json::array({layer(hostile, {hostile, "null", "on", "123", "${SECRET}", "José", "日本"})}),
                  "Europe/Berlin", hostile);
    const auto imported =
        read(Product::pagerduty, {plan.dump(-1, ' ', false, json::error_handler_t::replace)});
    REQUIRE(imported.has_value());
    check_reads_back(*imported);
    CHECK(tells_of(*imported, "characters that a configuration cannot keep"));
    CHECK(imported->people.size() == 7);
}

TEST_CASE("two people of one name stay two, and so do two schedules") {
    json two = layer("Weekly", {});
    two["users"] = {{{"user", {{"id", "P1"}, {"summary", "Dana"}}}},
                    {{"user", {{"id", "P2"}, {"summary", "Dana"}}}}};
    json both{{"schedules",
               {pagerduty(json::array({two}))["schedule"], pagerduty(json::array({two}))["schedule"]}}};
    const auto imported = read(Product::pagerduty, {both.dump()});
    REQUIRE(imported.has_value());
    CHECK(imported->people.size() == 2);
    CHECK(imported->people[1].id.str() == "dana-2");
    CHECK(tells_of(*imported, "person dana-2: dana has the same name"));
    CHECK(imported->schedules[1].schedule.id.str() == "primary-2");
    check_reads_back(*imported);
}

TEST_CASE("what a wall clock's minutes cannot say is named") {
    json odd = layer("Odd", {"dana", "lee"});
    odd["start"] = "2026-01-05T09:00:30Z";
    odd["rotation_turn_length_seconds"] = 12 * 3600;
    odd["restrictions"] = {
        {{"type", "daily_restriction"}, {"start_time_of_day", "08:00:15"}, {"duration_seconds", 61}}};
    const auto imported = read(Product::pagerduty, {pagerduty(json::array({odd})).dump()});
    REQUIRE(imported.has_value());
    CHECK(tells_of(*imported, "its start is 2026-01-05T09:00:30Z"));
    CHECK(tells_of(*imported, "turns of 12 hours"));
    CHECK(tells_of(*imported, "from 08:00:15 for 61 seconds"));
    odd["rotation_turn_length_seconds"] = 5000;
    CHECK(error_of(Product::pagerduty, {pagerduty(json::array({odd})).dump()}).contains("5000 seconds"));
    odd.erase("rotation_turn_length_seconds");
    CHECK(error_of(Product::pagerduty, {pagerduty(json::array({odd})).dump()}).contains("is missing"));
}

TEST_CASE("a turn of a team has nobody, and is named") {
    const json rota{{"data",
                     {{"id", "1"},
                      {"name", "R"},
                      {"timezone", "UTC"},
                      {"rotations",
                       {{{"name", "A"},
                         {"type", "daily"},
                         {"startDate", "2026-01-05T09:00:00Z"},
                         {"participants", {{{"type", "team"}, {"name", "Ops"}}, {{"type", "none"}}}}}}}}}};
    const auto imported = read(Product::opsgenie, {rota.dump()});
    REQUIRE(imported.has_value());
    CHECK(tells_of(*imported, "the participant Ops is a team, not a person"));
    CHECK(imported->schedules[0].schedule.layers[0].members.size() == 2);
    check_reads_back(*imported);
}

TEST_CASE("Grafana OnCall's days of a month are left out, and said so") {
    const json shifts{{"results",
                       {{{"id", "1"},
                         {"name", "Monthly"},
                         {"type", "recurrent_event"},
                         {"start", "2026-01-05T09:00:00"},
                         {"duration", 3600},
                         {"frequency", "monthly"},
                         {"by_monthday", {1, 15}},
                         {"users", {"U1"}}}}}};
    const json schedule{{"id", "S"}, {"name", "G"}, {"time_zone", "UTC"}, {"shifts", json::array()}};
    const auto imported = read(Product::grafana_oncall, {shifts.dump(), schedule.dump()});
    REQUIRE(imported.has_value());
    CHECK(imported->schedules[0].schedule.layers.empty());
    CHECK(tells_of(*imported, "shift Monthly: days of a month; it is left out"));
}

TEST_CASE("rules that never come, or far too often, end") {
    const auto with = [](const std::string& rule) {
        return calendar(
            "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dana\r\nDTSTART:19700101T000000Z\r\nDURATION:PT1S\r\n"
            "RRULE:" +
            rule + "\r\nEND:VEVENT\r\n");
    };
    CHECK(error_of(Product::ical, {with("FREQ=SECONDLY")}).contains("repeats too often"));
    CHECK(error_of(Product::ical, {with("FREQ=MINUTELY;COUNT=100000000")}).contains("repeats too often"));
    const auto nothing = read(Product::ical, {with("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")});
    CHECK((!nothing || nothing->schedules[0].rendered->spans.empty()));
    CHECK(error_of(Product::ical, {calendar("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dana\r\nEND:VEVENT\r\n")})
              .contains("DTSTART cannot be read"));
}

TEST_CASE("ten megabytes are read, or refused, in seconds") {
    std::string events;
    while (events.size() < 10 * 1024 * 1024) {
        events += fmt::format(
            "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:Person {0}\r\nDTSTART:20261001T090000Z\r\n"
            "DTEND:20261001T100000Z\r\nDESCRIPTION:{1}\r\nEND:VEVENT\r\n",
            events.size(), std::string(600, 'x'));
    }
    const auto large = error_of(Product::ical, {calendar(events)});
    CHECK((large.empty() || large.contains("Nothing was imported")));
    json entries = json::array();
    for (int i = 0; i < 60'000; ++i) {
        entries.push_back({{"start", "2026-10-01T09:00:00Z"},
                           {"end", "2026-10-01T10:00:00Z"},
                           {"user", {{"id", fmt::format("P{}", i % 7)}, {"summary", std::string(60, 'y')}}}});
    }
    auto plan = pagerduty(json::array({layer("Weekly", {"P1"})}));
    plan["schedule"]["final_schedule"]["rendered_schedule_entries"] = entries;
    const auto imported = read(Product::pagerduty, {plan.dump()});
    REQUIRE(imported.has_value());
    CHECK(whole(imported->schedules[0]).different_days == 1);
}

#include "templates/calendar.h"

#include <doctest/doctest.h>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;

namespace {

std::string calendar_of(const Rota& rota, const Rules& rules, std::string_view from, std::string_view to) {
    return templates::calendar({{rota, rota.whole_shifts(at(from), at(to))}}, rules,
                               at("2025-01-21T14:32:00Z"));
}

Rota weekly() {
    return Rota(schedule("America/New_York",
                         {layer(Layer::Rotation::weekly, wall(2024, 12, 30, 9), {"dana", "lee"})}));
}

}  // namespace

TEST_CASE("a calendar has one event for each shift, whole, by the person's name") {
    Rules rules;
    rules.people[PersonId("dana")].name = "Dana; Doe";
    auto text = calendar_of(weekly(), rules, "2025-01-14T00:00:00Z", "2025-01-21T00:00:00Z");
    while (text.contains("UID:"))
        text.erase(text.find("UID:"), std::string_view("UID:@tocsin\r\n").size() + 24);
    CHECK(text ==
          "BEGIN:VCALENDAR\r\n"
          "VERSION:2.0\r\n"
          "PRODID:-//Tocsin//On-call//EN\r\n"
          "METHOD:PUBLISH\r\n"
          "X-WR-CALNAME:Primary On-Call\r\n"
          "BEGIN:VEVENT\r\n"
          "DTSTAMP:20250121T143200Z\r\n"
          "DTSTART:20250113T140000Z\r\n"
          "DTEND:20250120T140000Z\r\n"
          "SUMMARY:Dana\\; Doe on call: Primary On-Call\r\n"
          "DESCRIPTION:layer weekly\\, turn 2\r\n"
          "TRANSP:TRANSPARENT\r\n"
          "END:VEVENT\r\n"
          "BEGIN:VEVENT\r\n"
          "DTSTAMP:20250121T143200Z\r\n"
          "DTSTART:20250120T140000Z\r\n"
          "DTEND:20250127T140000Z\r\n"
          "SUMMARY:lee on call: Primary On-Call\r\n"
          "DESCRIPTION:layer weekly\\, turn 3\r\n"
          "TRANSP:TRANSPARENT\r\n"
          "END:VEVENT\r\n"
          "END:VCALENDAR\r\n");
}

TEST_CASE("the same shift has the same UID whenever the calendar is read") {
    const auto uid = [](const std::string& text) { return text.substr(text.find("UID:"), 28); };
    const auto rota = weekly();
    CHECK(uid(calendar_of(rota, {}, "2025-01-14T00:00:00Z", "2025-01-15T00:00:00Z")) ==
          uid(calendar_of(rota, {}, "2025-01-19T07:00:00Z", "2025-02-15T00:00:00Z")));
    const Rota forever(schedule("UTC", {layer(Layer::Rotation::none, wall(2020, 1, 1), {"dana"})}));
    CHECK(uid(calendar_of(forever, {}, "2025-01-14T00:00:00Z", "2025-01-15T00:00:00Z")) ==
          uid(calendar_of(forever, {}, "2025-06-14T00:00:00Z", "2025-07-15T00:00:00Z")));
}

TEST_CASE("long lines are folded between characters") {
    Rules rules;
    std::string name;
    for (int i = 0; i < 60; ++i) name += "é";
    rules.people[PersonId("dana")].name = name;
    const auto text = calendar_of(weekly(), rules, "2025-01-14T00:00:00Z", "2025-01-15T00:00:00Z");
    std::size_t start = 0;
    for (auto end = text.find("\r\n"); end != std::string::npos;
         start = end + 2, end = text.find("\r\n", start)) {
        CHECK(end - start <= 75);
        const auto first = static_cast<unsigned char>(text[start] == ' ' ? text[start + 1] : text[start]);
        CHECK((first & 0xC0) != 0x80);
    }
    CHECK(text.find("\r\n ") != std::string::npos);
}

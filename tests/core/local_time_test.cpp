#include "bot/core/local_time.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

Time at(std::string_view rfc3339) {
    return parse_rfc3339(rfc3339).value();
}

BusinessHours new_york() {
    BusinessHours hours;
    hours.timezone = "America/New_York";
    hours.holidays = {std::chrono::year{2025} / 12 / 25};
    return hours;
}

}  // namespace

TEST_CASE("zones are known by their IANA name") {
    CHECK(zone_exists("America/New_York"));
    CHECK(zone_exists("UTC"));
    CHECK_FALSE(zone_exists("America/Gotham"));
    CHECK_FALSE(zone_exists(""));
}

TEST_CASE("shift times name day, date and zone") {
    CHECK(format_local(at("2025-01-27T14:00:00Z"), "America/New_York") ==
          "Monday 2025-01-27 09:00 (America/New_York)");
}

TEST_CASE("points in time are read as people write them") {
    const auto now = at("2025-01-21T15:00:00Z");
    const auto read = [&](std::string_view text) {
        return parse_point_in_time(text, "America/New_York", now).value();
    };
    CHECK(read("now") == now);
    CHECK(read("10m ago") == now - 10min);
    CHECK(read("1 hour ago") == now - 1h);
    CHECK(read("14:30 UTC") == at("2025-01-21T14:30:00Z"));
    CHECK(read("2025-01-21 14:30 UTC") == at("2025-01-21T14:30:00Z"));
    CHECK(read("2025-01-21 09:30") == at("2025-01-21T14:30:00Z"));
    CHECK(read("2025-01-21T14:30:00Z") == at("2025-01-21T14:30:00Z"));
    CHECK(read("yesterday 23:10") == at("2025-01-21T04:10:00Z"));
    CHECK(read("today 9:30") == at("2025-01-21T14:30:00Z"));
}

TEST_CASE("a bare clock time is the last time it was that time there") {
    const auto now = at("2025-01-21T15:00:00Z");  // 10:00 in New York
    CHECK(parse_point_in_time("09:59", "America/New_York", now).value() == at("2025-01-21T14:59:00Z"));
    CHECK(parse_point_in_time("10:01", "America/New_York", now).value() == at("2025-01-20T15:01:00Z"));
}

TEST_CASE("what is no time is refused with an example") {
    for (const auto* text : {"", "25:00", "9", "soon", "2025-02-30 10:00", "10:5", "ago", "5x ago"}) {
        CAPTURE(text);
        const auto result = parse_point_in_time(text, "UTC", at("2025-01-21T15:00:00Z"));
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().message.contains("14:30 UTC"));
    }
}

TEST_CASE("business hours open and close on the wall clock, through both changes of the clocks") {
    const auto hours = new_york();
    CHECK(is_business_time(hours, at("2025-01-21T14:00:00Z")));
    CHECK_FALSE(is_business_time(hours, at("2025-01-21T13:59:59Z")));
    CHECK_FALSE(is_business_time(hours, at("2025-01-21T22:00:00Z")));
    CHECK(is_business_time(hours, at("2025-03-10T13:00:00Z")));        // the Monday after the spring change
    CHECK_FALSE(is_business_time(hours, at("2025-11-03T13:30:00Z")));  // the Monday after the autumn change
    CHECK(next_business_time(hours, at("2025-01-24T23:00:00Z")) == at("2025-01-27T14:00:00Z"));
    CHECK(next_business_time(hours, at("2025-12-25T15:00:00Z")) == at("2025-12-26T14:00:00Z"));
    CHECK(next_business_time(hours, at("2025-01-21T15:00:00Z")) == at("2025-01-21T15:00:00Z"));
}

TEST_CASE("business time adds up over nights and weekends") {
    const auto hours = new_york();
    CHECK(add_business_time(hours, at("2025-01-24T21:30:00Z"), 1h) == at("2025-01-27T14:30:00Z"));
    CHECK(add_business_time(hours, at("2025-01-25T12:00:00Z"), 30min) == at("2025-01-27T14:30:00Z"));
    CHECK(add_business_time(hours, at("2025-01-21T14:00:00Z"), 8h) == at("2025-01-21T22:00:00Z"));
}

TEST_CASE("hours that never open do not stop the clock") {
    BusinessHours never;
    never.days.clear();
    CHECK(add_business_time(never, at("2025-01-21T14:00:00Z"), 1h) == at("2025-01-21T15:00:00Z"));
    CHECK_FALSE(is_business_time(never, at("2025-01-21T14:00:00Z")));
}

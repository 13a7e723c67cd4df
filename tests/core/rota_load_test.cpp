#include "bot/core/rota_load.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

Time at(std::string_view text) {
    return *parse_rfc3339(text);
}

Shift shift(std::string person, std::string_view from, std::string_view to) {
    return {PersonId(std::move(person)), at(from), at(to), {}};
}

std::vector<RotaLoad> loads(const std::vector<Shift>& shifts, std::string_view zone = "UTC",
                            const std::vector<std::chrono::year_month_day>& holidays = {}) {
    const TimeSpan span{at("2025-01-06T00:00:00Z"), at("2025-03-31T00:00:00Z")};
    return rota_loads(shifts, span, holidays, [&](const PersonId&) { return Zone::load_or_utc(zone); });
}

}  // namespace

TEST_CASE("a week on call is 168 hours, seven nights and two weekend days") {
    const auto found = loads({shift("dana", "2025-01-06T09:00:00Z", "2025-01-13T09:00:00Z")});
    CHECK(found == std::vector<RotaLoad>{{PersonId("dana"), 168h, 7, 2, 0}});
}

TEST_CASE("an hour on two schedules at once is one hour, and whoever has most comes first") {
    const auto found = loads({shift("dana", "2025-01-06T09:00:00Z", "2025-01-06T17:00:00Z"),
                              shift("lee", "2025-01-06T09:00:00Z", "2025-01-06T19:00:00Z"),
                              shift("dana", "2025-01-06T12:00:00Z", "2025-01-06T18:00:00Z"),
                              shift("dana", "2025-01-06T18:00:00Z", "2025-01-06T18:30:00Z")});
    REQUIRE(found.size() == 2);
    CHECK(found[0] == RotaLoad{PersonId("lee"), 10h, 0, 0, 0});
    CHECK(found[1] == RotaLoad{PersonId("dana"), 9h + 30min, 0, 0, 0});
}

TEST_CASE("nights, weekends and holidays are those of the person's own clock") {
    // In Auckland it is 13 hours later: Friday 09:00 UTC is Friday 22:00 there.
    const std::vector duty{shift("dana", "2025-01-10T09:00:00Z", "2025-01-10T11:00:00Z")};
    CHECK(loads(duty, "Pacific/Auckland") == std::vector<RotaLoad>{{PersonId("dana"), 2h, 1, 0, 0}});
    CHECK(loads(duty) == std::vector<RotaLoad>{{PersonId("dana"), 2h, 0, 0, 0}});
    const std::vector later{shift("dana", "2025-01-10T11:00:00Z", "2025-01-10T13:00:00Z")};
    CHECK(loads(later, "Pacific/Auckland") == std::vector<RotaLoad>{{PersonId("dana"), 2h, 1, 1, 0}});
    using namespace std::chrono;
    CHECK(loads(later, "Pacific/Auckland", {2025y / January / 11d})[0].holidays == 1);
    CHECK(loads(duty, "Pacific/Auckland", {2025y / January / 10d})[0].holidays == 1);
    CHECK(loads(later, "Pacific/Auckland", {2025y / January / 12d})[0].holidays == 0);
}

TEST_CASE("only what lies within the span counts, to the minute, also where the clock jumps") {
    CHECK(loads({shift("dana", "2025-01-05T00:00:00Z", "2025-01-06T00:00:00Z")}).empty());
    CHECK(loads({shift("dana", "2025-01-05T00:00:00Z", "2025-01-06T00:10:00Z")})[0].on_call == 10min);
    // The night to Sunday 2025-03-30 is an hour shorter in Berlin; elapsed hours count.
    const auto found =
        loads({shift("dana", "2025-03-29T21:00:00Z", "2025-03-30T05:00:00Z")}, "Europe/Berlin");
    CHECK(found[0] == RotaLoad{PersonId("dana"), 8h, 1, 2, 0});
}

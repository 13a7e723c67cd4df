#include "bot/core/shift_plan.h"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;

namespace {

std::string told(const Rota& rota, std::string_view from, std::string_view to) {
    auto wishes = shift_wishes(rota, at(from), at(to));
    std::ranges::sort(wishes, {}, [](const ShiftWish& wish) {
        return std::tuple(wish.due, wish.moment != ShiftMoment::ending, wish.moment != ShiftMoment::end);
    });
    std::string lines;
    for (const auto& wish : wishes)
        lines +=
            fmt::format("{} {} {}\n", format_rfc3339(wish.due), wish.shift.person.str(), key_of(wish.moment));
    return lines;
}

Schedule weekly() {
    return schedule("UTC", {layer(Layer::Rotation::weekly, wall(2024, 12, 30, 9), {"dana", "lee"})});
}

Override cover(const char* from, const char* to, std::string_view start, std::string_view end) {
    Override made;
    made.kind = Override::Kind::replace;
    made.replaced = PersonId(from);
    made.members = {PersonId(to)};
    made.start = at(start);
    made.end = at(end);
    return made;
}

}  // namespace

TEST_CASE("a week on call is announced a day before, begins, asks, is handed over and ends") {
    CHECK(told(Rota(weekly()), "2025-01-05T00:00:00Z", "2025-01-13T10:00:00Z") ==
          "2025-01-05T09:00:00Z lee soon\n"
          "2025-01-06T07:00:00Z dana ending\n"
          "2025-01-06T09:00:00Z dana end\n"
          "2025-01-06T09:00:00Z lee start\n"
          "2025-01-06T11:00:00Z lee unready\n"
          "2025-01-06T13:00:00Z lee silent\n"
          "2025-01-12T09:00:00Z dana soon\n"
          "2025-01-13T07:00:00Z lee ending\n"
          "2025-01-13T09:00:00Z lee end\n"
          "2025-01-13T09:00:00Z dana start\n");
}

TEST_CASE("a cover of an hour is one word at its start, and whoever comes back is not announced again") {
    auto planned = weekly();
    planned.overrides = {cover("lee", "dana", "2025-01-08T14:00:00Z", "2025-01-08T15:00:00Z")};
    const Rota rota(planned);
    CHECK(told(rota, "2025-01-07T12:00:00Z", "2025-01-09T00:00:00Z") ==
          "2025-01-08T12:00:00Z lee ending\n"
          "2025-01-08T14:00:00Z lee end\n"
          "2025-01-08T14:00:00Z dana start\n"
          "2025-01-08T15:00:00Z lee start\n"
          "2025-01-08T17:00:00Z lee unready\n"
          "2025-01-08T19:00:00Z lee silent\n");
}

TEST_CASE("turns of the same person that touch are one shift") {
    const Rota alone(schedule("UTC", {layer(Layer::Rotation::daily, wall(2025, 1, 1), {"dana"})}));
    CHECK(told(alone, "2025-01-10T00:00:00Z", "2025-01-18T00:00:00Z") == "");
    auto planned = weekly();
    planned.overrides = {cover("lee", "dana", "2025-01-06T09:00:00Z", "2025-01-06T21:00:00Z")};
    const auto shifts = duty_shifts(Rota(planned), at("2025-01-06T08:00:00Z"), at("2025-01-06T10:00:00Z"));
    REQUIRE(shifts.size() == 1);
    CHECK(shifts.front() ==
          DutyShift{PersonId("dana"), at("2024-12-30T09:00:00Z"), at("2025-01-06T21:00:00Z")});
}

TEST_CASE("moments have names that can be read back") {
    for (const auto moment : {ShiftMoment::soon, ShiftMoment::start, ShiftMoment::unready,
                              ShiftMoment::silent, ShiftMoment::ending, ShiftMoment::end})
        CHECK(parse_shift_moment(key_of(moment)) == moment);
    CHECK(parse_shift_moment("later") == std::nullopt);
}

TEST_CASE("gaps that are there every week are meant, others are not") {
    auto business = layer(Layer::Rotation::weekly, wall(2024, 12, 30, 9), {"dana", "lee"});
    Restriction hours;
    hours.days = {1, 2, 3, 4, 5};
    hours.from_minute = 9 * 60;
    hours.to_minute = 17 * 60;
    business.restrictions = {hours};
    auto planned = schedule("UTC", {business});
    const auto gaps = [&] {
        return unusual_gaps(Rota(planned), at("2025-01-06T12:00:00Z"), at("2025-01-20T12:00:00Z"));
    };
    CHECK(gaps().empty());
    Override away;
    away.kind = Override::Kind::remove;
    away.replaced = PersonId("lee");
    away.start = at("2025-01-08T10:00:00Z");
    away.end = at("2025-01-08T16:00:00Z");
    planned.overrides = {away};
    REQUIRE(gaps().size() == 1);
    CHECK(gaps().front() == Gap{away.start, away.end});
}

TEST_CASE("a rota that ends leaves a gap that is found when it comes near") {
    auto ending = layer(Layer::Rotation::weekly, wall(2024, 12, 30, 9), {"dana", "lee"});
    ending.end = wall(2025, 1, 20, 9);
    const Rota rota(schedule("UTC", {ending}));
    CHECK(unusual_gaps(rota, at("2025-01-01T00:00:00Z"), at("2025-01-15T00:00:00Z")).empty());
    const auto gaps = unusual_gaps(rota, at("2025-01-10T00:00:00Z"), at("2025-01-24T00:00:00Z"));
    REQUIRE(gaps.size() == 1);
    CHECK(gaps.front().start == at("2025-01-20T09:00:00Z"));
}

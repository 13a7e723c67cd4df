#include "bot/core/rota_comparison.h"

#include <doctest/doctest.h>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;

namespace {

// Weeks from Monday 09:00 in New York; 2026-11-01 is the end of summer time.
Rota weekly() {
    return Rota(schedule("America/New_York",
                         {layer(Layer::Rotation::weekly, wall(2026, 10, 19, 9), {"dana", "lee"})}));
}

DutySpan span(const char* person, const char* from, const char* to) {
    return {PersonId(person), testing::at(from), testing::at(to)};
}

const auto from = testing::at("2026-10-19T13:00:00Z");
const auto to = testing::at("2026-11-09T14:00:00Z");

}  // namespace

TEST_CASE("two that agree differ on none of the days, of which one has 25 hours") {
    const auto comparison = compare({span("dana", "2026-10-19T13:00:00Z", "2026-10-26T13:00:00Z"),
                                     span("lee", "2026-10-26T13:00:00Z", "2026-11-02T14:00:00Z"),
                                     span("dana", "2026-11-02T14:00:00Z", "2026-11-09T14:00:00Z")},
                                    weekly(), from, to);
    CHECK(comparison.days == 21);
    CHECK(comparison.different_days == 0);
    CHECK(comparison.differences.empty());
}

TEST_CASE("a handoff that stays in UTC when the clock goes back is an hour of one day") {
    const auto comparison = compare({span("dana", "2026-10-19T13:00:00Z", "2026-10-26T13:00:00Z"),
                                     span("lee", "2026-10-26T13:00:00Z", "2026-11-02T13:00:00Z"),
                                     span("dana", "2026-11-02T13:00:00Z", "2026-11-09T14:00:00Z")},
                                    weekly(), from, to);
    CHECK(comparison.different_days == 1);
    REQUIRE(comparison.differences.size() == 1);
    CHECK(comparison.differences[0] == Difference{testing::at("2026-11-02T13:00:00Z"),
                                                  testing::at("2026-11-02T14:00:00Z"),
                                                  {PersonId("dana")},
                                                  {PersonId("lee")}});
}

TEST_CASE("a gap there, two at once and somebody else are differences, each as long as both sides stay so") {
    const auto comparison = compare({span("dana", "2026-10-19T13:00:00Z", "2026-10-21T13:00:00Z"),
                                     span("dana", "2026-10-21T13:00:00Z", "2026-10-24T13:00:00Z"),
                                     span("sam", "2026-10-21T01:00:00Z", "2026-10-22T01:00:00Z"),
                                     span("sam", "2026-10-22T01:00:00Z", "2026-10-22T01:00:00Z")},
                                    weekly(), from, testing::at("2026-10-26T13:00:00Z"));
    REQUIRE(comparison.differences.size() == 2);
    CHECK(comparison.differences[0].there == std::vector{PersonId("dana"), PersonId("sam")});
    CHECK(comparison.differences[0].to == testing::at("2026-10-22T01:00:00Z"));
    CHECK(comparison.differences[1].there.empty());
    CHECK(comparison.differences[1].from == testing::at("2026-10-24T13:00:00Z"));
    CHECK(comparison.days == 7);
    CHECK(comparison.different_days == 4);  // from Tuesday 21:00 over Wednesday 09:00, and the last two days
}

TEST_CASE("a span that both were told twice is one") {
    const auto twice = span("dana", "2026-10-19T13:00:00Z", "2026-10-26T13:00:00Z");
    CHECK(compare({twice, twice}, weekly(), from, testing::at("2026-10-26T13:00:00Z")).differences.empty());
}

TEST_CASE("a part of a day at the end counts as a day") {
    CHECK(compare({}, weekly(), from, from + 25h).days == 2);
    CHECK(compare({}, weekly(), from, from + 25h).different_days == 2);
    CHECK(compare({}, weekly(), from, from).days == 0);
}

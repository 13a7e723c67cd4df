#include "bot/core/rota.h"

#include <doctest/doctest.h>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;
using Rotation = Layer::Rotation;

namespace {

const std::string new_york = "America/New_York";

Layer weekly() {
    return layer(Rotation::weekly, wall(2024, 12, 30, 9), {"dana", "lee", "kim"});
}

Override exception(Override::Kind kind, std::string_view start, std::string_view end,
                   std::initializer_list<const char*> members, const char* replaced = "", int priority = 0) {
    Override override_{kind, at(start), at(end), {}, PersonId(replaced), priority};
    for (const auto* member : members) override_.members.emplace_back(member);
    return override_;
}

}  // namespace

TEST_CASE("a Monday 09:00 handoff stays at 09:00 all year") {
    const Rota rota(schedule(new_york, {weekly()}));
    CHECK(who(rota, "2024-12-30T13:59:59Z") == "-");  // nobody before turn 0
    CHECK(who(rota, "2024-12-30T14:00:00Z") == "dana");
    CHECK(who(rota, "2025-01-06T13:59:59.999999Z") == "dana");
    CHECK(who(rota, "2025-01-06T14:00:00Z") == "lee");
    CHECK(until(rota, "2025-01-06T14:00:00Z") == "2025-01-13T14:00:00Z");
    CHECK(who(rota, "2025-03-10T12:59:59Z") == "dana");  // summer time since yesterday
    CHECK(who(rota, "2025-03-10T13:00:00Z") == "lee");
    CHECK(who(rota, "2093-06-01T12:00:00Z") == "kim");
}

TEST_CASE("hourly turns follow the wall clock: a repeated hour is one turn, a skipped one is nobody's loss") {
    const Rota rota(schedule(new_york, {layer(Rotation::hourly, wall(2025, 3, 9, 0), {"a", "b", "c", "d"})}));
    CHECK(who(rota, "2025-03-09T05:00:00Z") == "a");  // 00:00
    CHECK(who(rota, "2025-03-09T06:59:59Z") == "b");  // 01:59
    // 02:00 is skipped; the turn of 03:00 takes its place and is c's.
    CHECK(who(rota, "2025-03-09T07:00:00Z") == "c");
    CHECK(who(rota, "2025-03-09T08:00:00Z") == "d");
    CHECK(rota.on_duty_at(at("2025-03-09T08:00:00Z")).at(0).because.at(0).turn == 3);

    const Rota autumn(
        schedule(new_york, {layer(Rotation::hourly, wall(2025, 11, 2, 0), {"a", "b", "c", "d"})}));
    CHECK(who(autumn, "2025-11-02T05:00:00Z") == "b");  // 01:00, the first time
    CHECK(who(autumn, "2025-11-02T06:59:00Z") == "b");  // 01:59, the second time
    CHECK(who(autumn, "2025-11-02T07:00:00Z") == "c");
    CHECK(until(autumn, "2025-11-02T05:00:00Z") == "2025-11-02T07:00:00Z");
}

TEST_CASE("a skipped hour counts however long ago the layer began") {
    const Rota rota(schedule(new_york, {layer(Rotation::hourly, wall(2020, 1, 1, 0), {"a", "b", "c"})}));
    // 2 x 366 + 3 x 365 days and one skipped hour each spring.
    const auto duty = rota.on_duty_at(at("2025-01-01T05:00:00Z"));
    CHECK(duty.at(0).because.at(0).turn == (2 * 366 + 3 * 365) * 24 - 5);
}

TEST_CASE("a turn that falls into a skipped half hour begins at the jump") {
    // Lord Howe skips 02:00 to 02:30 only.
    const Rota rota(schedule("Australia/Lord_Howe",
                             {layer(Rotation::hourly, wall(2025, 10, 5, 0), {"a", "b", "c", "d"})}));
    CHECK(who(rota, "2025-10-04T15:29:00Z") == "b");  // 01:59
    CHECK(who(rota, "2025-10-04T15:30:00Z") == "c");  // 02:30
    CHECK(until(rota, "2025-10-04T15:30:00Z") == "2025-10-04T16:00:00Z");
    CHECK(who(rota, "2025-10-04T16:00:00Z") == "d");  // 03:00
}

TEST_CASE("a day that a zone left out starts in the same instant as the next one and is nobody's loss") {
    // Samoa went from 2011-12-29 24:00 straight to 2011-12-31 00:00.
    const Rota midnight(
        schedule("Pacific/Apia", {layer(Rotation::daily, wall(2011, 12, 28), {"a", "b", "c"})}));
    CHECK(who(midnight, "2011-12-30T09:59:59Z") == "b");
    CHECK(who(midnight, "2011-12-30T10:00:00Z") == "c");
    CHECK(who(midnight, "2011-12-31T10:00:00Z") == "a");
    const Rota morning(
        schedule("Pacific/Apia", {layer(Rotation::daily, wall(2011, 12, 28, 9), {"a", "b", "c", "d"})}));
    CHECK(who(morning, "2011-12-30T10:00:00Z") == "c");  // the 30th's turn, from midnight to 09:00
    CHECK(who(morning, "2011-12-30T19:00:00Z") == "d");
}

TEST_CASE("monthly turns from a day that a month lacks start on its last day, counted from the anchor") {
    const Rota rota(schedule("UTC", {layer(Rotation::monthly, wall(2024, 1, 31, 10), {"a", "b", "c", "d"})}));
    CHECK(who(rota, "2024-02-29T09:59:00Z") == "a");
    CHECK(who(rota, "2024-02-29T10:00:00Z") == "b");
    CHECK(until(rota, "2024-02-29T10:00:00Z") == "2024-03-31T10:00:00Z");
    CHECK(until(rota, "2024-03-31T10:00:00Z") == "2024-04-30T10:00:00Z");
    CHECK(who(rota, "2025-02-28T10:00:00Z") == "b");
}

TEST_CASE("turns of several units, shared turns, and an anchor of their own") {
    auto layer_ = weekly();
    layer_.every = 2;
    layer_.members = {{PersonId("dana"), PersonId("lee")}, {PersonId("kim")}};
    layer_.anchor = wall(2024, 12, 16, 9);
    const Rota rota(schedule("UTC", {layer_}));
    CHECK(who(rota, "2024-12-29T12:00:00Z") == "-");  // the start counts, not the anchor
    CHECK(who(rota, "2024-12-30T09:00:00Z") == "kim");
    CHECK(who(rota, "2025-01-13T09:00:00Z") == "dana lee");

    layer_.anchor = wall(2025, 1, 6, 9);  // after the start: nobody before turn 0
    CHECK(who(Rota(schedule("UTC", {layer_})), "2025-01-01T00:00:00Z") == "-");
    CHECK(until(Rota(schedule("UTC", {layer_})), "2025-01-01T00:00:00Z") == "2025-01-06T09:00:00Z");
}

TEST_CASE("spans are half open, empty ones put nobody on call") {
    auto layer_ = weekly();
    layer_.end = wall(2025, 1, 6, 9);
    const Rota rota(schedule("UTC", {layer_}));
    CHECK(who(rota, "2025-01-06T08:59:59Z") == "dana");
    CHECK(who(rota, "2025-01-06T09:00:00Z") == "-");
    CHECK(until(rota, "2025-01-06T09:00:00Z") == "never");
    layer_.end = layer_.start;
    CHECK(who(Rota(schedule("UTC", {layer_})), "2024-12-30T09:00:00Z") == "-");
    layer_.end = {};
    layer_.members = {};
    CHECK(who(Rota(schedule("UTC", {layer_})), "2024-12-30T09:00:00Z") == "-");
}

TEST_CASE("without rotation the first entry is on call for good") {
    const Rota rota(schedule("UTC", {layer(Rotation::none, wall(2025, 1, 1), {"dana", "lee"})}));
    CHECK(who(rota, "2024-12-31T23:59:59Z") == "-");
    CHECK(who(rota, "2055-01-01T00:00:00Z") == "dana");
    CHECK(until(rota, "2025-01-01T00:00:00Z") == "never");
}

TEST_CASE("a restriction opens first and closes last in a repeated hour") {
    auto layer_ = layer(Rotation::none, wall(2025, 1, 1), {"dana"});
    layer_.restrictions = {{{7}, 60 + 30, 60 + 45, 0, 0}};  // Sundays 01:30 to 01:45
    const Rota rota(schedule(new_york, {layer_}));
    CHECK(who(rota, "2025-11-02T05:29:00Z") == "-");
    CHECK(who(rota, "2025-11-02T05:30:00Z") == "dana");
    CHECK(who(rota, "2025-11-02T06:10:00Z") == "dana");  // no hole between the two 01:30
    CHECK(who(rota, "2025-11-02T06:44:59Z") == "dana");
    CHECK(who(rota, "2025-11-02T06:45:00Z") == "-");
    CHECK(until(rota, "2025-11-02T05:30:00Z") == "2025-11-02T06:45:00Z");
}

TEST_CASE("windows over midnight and of 24 hours belong to the day on which they open") {
    auto layer_ = layer(Rotation::none, wall(2025, 1, 1), {"dana"});
    layer_.restrictions = {{{5}, 20 * 60, 8 * 60, 0, 0}};  // Friday 20:00 to Saturday 08:00
    const Rota night(schedule("UTC", {layer_}));
    CHECK(who(night, "2025-01-03T19:59:59Z") == "-");
    CHECK(who(night, "2025-01-04T07:59:59Z") == "dana");
    CHECK(who(night, "2025-01-04T08:00:00Z") == "-");
    layer_.restrictions = {{{5}, 9 * 60, 9 * 60, 0, 0}};
    const Rota day(schedule("UTC", {layer_}));
    CHECK(who(day, "2025-01-04T08:59:59Z") == "dana");
    CHECK(who(day, "2025-01-04T09:00:00Z") == "-");
    CHECK(until(day, "2025-01-04T09:00:00Z") == "2025-01-10T09:00:00Z");
    layer_.restrictions = {{{}, 9 * 60, 17 * 60, 0, 0}};  // no days: every day
    CHECK(who(Rota(schedule("UTC", {layer_})), "2025-01-05T16:59:59Z") == "dana");
}

TEST_CASE("weekly windows run from one day to another") {
    auto layer_ = layer(Rotation::none, wall(2025, 1, 1), {"dana"});
    layer_.restrictions = {{{}, 20 * 60, 8 * 60, 5, 1}};  // Friday 20:00 to Monday 08:00
    const Rota weekend(schedule("UTC", {layer_}));
    CHECK(who(weekend, "2025-01-03T19:59:59Z") == "-");
    CHECK(who(weekend, "2025-01-05T12:00:00Z") == "dana");
    CHECK(who(weekend, "2025-01-06T07:59:59Z") == "dana");
    CHECK(until(weekend, "2025-01-03T20:00:00Z") == "2025-01-06T08:00:00Z");
    CHECK(until(weekend, "2025-01-06T08:00:00Z") == "2025-01-10T20:00:00Z");
    layer_.restrictions = {{{}, 20 * 60, 22 * 60, 5, 5}};
    CHECK(until(Rota(schedule("UTC", {layer_})), "2025-01-03T20:00:00Z") == "2025-01-03T22:00:00Z");
    layer_.restrictions = {{{}, 20 * 60, 8 * 60, 5, 5}};  // all week but Friday 08:00 to 20:00
    CHECK(until(Rota(schedule("UTC", {layer_})), "2025-01-03T20:00:00Z") == "2025-01-10T08:00:00Z");
}

TEST_CASE("the highest priority with somebody wins, equal ones add up") {
    auto base = layer(Rotation::none, wall(2025, 1, 1), {"dana"});
    auto nights = layer(Rotation::none, wall(2025, 1, 1), {"lee"});
    nights.priority = 5;
    nights.restrictions = {{{}, 20 * 60, 8 * 60, 0, 0}};
    auto also = layer(Rotation::none, wall(2025, 1, 1), {"kim"});
    const Rota rota(schedule("UTC", {base, nights, also}));
    CHECK(who(rota, "2025-01-02T12:00:00Z") == "dana kim");
    CHECK(who(rota, "2025-01-02T20:00:00Z") == "lee");
}

TEST_CASE("shift_length is elapsed time from the turn's start") {
    auto layer_ = layer(Rotation::daily, wall(2025, 3, 8, 20), {"dana", "lee"});
    layer_.shift_length = 12h;
    const Rota rota(schedule(new_york, {layer_}));
    CHECK(until(rota, "2025-03-09T01:00:00Z") == "2025-03-09T13:00:00Z");  // 09:00 after the lost hour
    CHECK(who(rota, "2025-03-09T13:00:00Z") == "-");
    CHECK(until(rota, "2025-03-09T13:00:00Z") == "2025-03-10T00:00:00Z");
}

TEST_CASE("active days use up turns, the others do not") {
    auto layer_ = layer(Rotation::daily, wall(2025, 1, 2, 9), {"a", "b", "c"});  // a Thursday
    layer_.advance_active_days = true;
    layer_.active_days = {1, 2, 3, 4, 5};
    const Rota rota(schedule("UTC", {layer_}));
    CHECK(who(rota, "2025-01-02T09:00:00Z") == "a");
    CHECK(who(rota, "2025-01-03T09:00:00Z") == "b");
    CHECK(who(rota, "2025-01-05T12:00:00Z") == "b");  // an inactive day changes nothing
    CHECK(until(rota, "2025-01-03T09:00:00Z") == "2025-01-06T09:00:00Z");
    CHECK(who(rota, "2025-01-06T09:00:00Z") == "c");

    layer_.shift_length = 8h;
    const Rota short_days(schedule("UTC", {layer_}));
    CHECK(who(short_days, "2025-01-03T16:59:59Z") == "b");
    CHECK(who(short_days, "2025-01-04T10:00:00Z") == "-");

    layer_.every = 2;  // each active day starts anew, also inside a turn
    const Rota pairs(schedule("UTC", {layer_}));
    CHECK(who(pairs, "2025-01-03T10:00:00Z") == "a");
    CHECK(who(pairs, "2025-01-03T17:00:00Z") == "-");
    CHECK(who(pairs, "2025-01-06T10:00:00Z") == "b");
    CHECK(until(pairs, "2025-01-06T10:00:00Z") == "2025-01-06T17:00:00Z");
    CHECK(until(pairs, "2025-01-06T17:00:00Z") == "2025-01-07T09:00:00Z");
}

TEST_CASE("turn 0 starts at the anchor, also on a day that uses up no turn") {
    auto layer_ = layer(Rotation::daily, wall(2025, 1, 4, 9), {"a", "b"});  // a Saturday
    layer_.advance_active_days = true;
    layer_.active_days = {1, 2, 3, 4, 5};
    const Rota rota(schedule("UTC", {layer_}));
    CHECK(who(rota, "2025-01-04T08:59:59Z") == "-");
    CHECK(who(rota, "2025-01-04T09:00:00Z") == "a");
    CHECK(who(rota, "2025-01-06T09:00:00Z") == "a");
    CHECK(who(rota, "2025-01-07T09:00:00Z") == "b");
}

TEST_CASE("overrides are applied in the order remove, replace, add, override") {
    using Kind = Override::Kind;
    auto plan = schedule("UTC", {layer(Rotation::none, wall(2025, 1, 1), {"dana"})});
    const auto with = [&](std::vector<Override> overrides) {
        plan.overrides = std::move(overrides);
        return who(Rota(plan), "2025-01-02T12:00:00Z");
    };
    const auto make = [&](Kind kind, std::initializer_list<const char*> members, const char* replaced = "",
                          int priority = 0) {
        return exception(kind, "2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z", members, replaced, priority);
    };
    CHECK(with({make(Kind::remove, {}, "dana")}) == "-");
    CHECK(with({make(Kind::replace, {"lee"}, "dana")}) == "lee");
    CHECK(with({make(Kind::replace, {"lee"}, "kim")}) == "dana");  // kim is not on call
    CHECK(with({make(Kind::add, {"lee"}), make(Kind::remove, {}, "lee")}) == "dana lee");
    CHECK(with({make(Kind::replace, {"lee"}, "dana"), make(Kind::remove, {}, "dana")}) == "-");
    CHECK(with({make(Kind::add, {"kim"}), make(Kind::override_all, {"sam"})}) == "sam");
    CHECK(with({make(Kind::override_all, {"sam"}, "", 1), make(Kind::override_all, {"lee"}, "", 2),
                make(Kind::override_all, {"kim"}, "", 2)}) == "kim lee");
    CHECK(with({make(Kind::override_all, {})}) == "-");
}

TEST_CASE("no override lets a lower layer through") {
    auto high = layer(Rotation::none, wall(2025, 1, 1), {"dana"});
    high.priority = 1;
    auto plan = schedule("UTC", {high, layer(Rotation::none, wall(2025, 1, 1), {"lee"})});
    plan.overrides = {
        exception(Override::Kind::remove, "2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z", {}, "dana")};
    CHECK(who(Rota(plan), "2025-01-02T12:00:00Z") == "-");
    CHECK(who(Rota(plan), "2025-01-03T00:00:00Z") == "dana");
}

TEST_CASE("a schedule may have overrides alone") {
    auto plan = schedule("UTC", {});
    plan.overrides = {
        exception(Override::Kind::add, "2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z", {"dana"}),
        exception(Override::Kind::add, "2025-01-05T00:00:00Z", "2025-01-05T00:00:00Z", {"lee"})};
    const Rota rota(plan);
    CHECK(who(rota, "2025-01-01T00:00:00Z") == "-");
    CHECK(until(rota, "2025-01-01T00:00:00Z") == "2025-01-02T00:00:00Z");
    CHECK(until(rota, "2025-01-02T00:00:00Z") == "2025-01-03T00:00:00Z");
    CHECK(until(rota, "2025-01-03T00:00:00Z") == "never");
}

TEST_CASE("until looks through turns of the same people") {
    const Rota rota(schedule("UTC", {layer(Rotation::weekly, wall(2025, 1, 6), {"dana", "dana", "lee"})}));
    CHECK(until(rota, "2025-01-06T00:00:00Z") == "2025-01-20T00:00:00Z");
    CHECK(until(Rota(schedule("UTC", {layer(Rotation::hourly, wall(2025, 1, 6), {"dana"})})),
                "2025-01-06T00:00:00Z") == "never");
}

TEST_CASE("shifts and gaps of a span are cut at its ends, one shift for each turn") {
    auto plan = schedule("UTC", {weekly()});
    plan.layers[0].restrictions = {{{1, 2, 3, 4, 5}, 9 * 60, 17 * 60, 0, 0}};
    plan.overrides = {
        exception(Override::Kind::replace, "2025-01-07T10:00:00Z", "2025-01-07T11:00:00Z", {"sam"}, "lee")};
    const Rota rota(plan);
    const auto coverage = rota.coverage(at("2025-01-07T08:00:00Z"), at("2025-01-07T18:00:00Z"));
    std::string text;
    for (const auto& shift : coverage.shifts) {
        text += shift.person.str() + " " + format_clock(shift.start) + "-" + format_clock(shift.end) + " " +
                rota.words(shift.because.at(0)) + "\n";
    }
    CHECK(text ==
          "lee 09:00-10:00 layer weekly, turn 1\n"
          "sam 10:00-11:00 override: replaces lee\n"
          "lee 11:00-17:00 layer weekly, turn 1\n");
    REQUIRE(coverage.gaps.size() == 2);
    CHECK(coverage.gaps[0] == Gap{at("2025-01-07T08:00:00Z"), at("2025-01-07T09:00:00Z")});
    CHECK(coverage.gaps[1] == Gap{at("2025-01-07T17:00:00Z"), at("2025-01-07T18:00:00Z")});

    const Rota alone(schedule("UTC", {layer(Rotation::weekly, wall(2025, 1, 6), {"dana"})}));
    CHECK(alone.coverage(at("2025-01-06T00:00:00Z"), at("2025-01-20T00:00:00Z")).shifts.size() == 2);
}

TEST_CASE("every reason for being on call is named") {
    auto also = layer(Rotation::none, wall(2025, 1, 1), {"dana"});
    also.name = "always";
    const Rota rota(schedule("UTC", {weekly(), also}));
    const auto duty = rota.on_duty_at(at("2025-01-01T00:00:00Z"));
    REQUIRE(duty.size() == 1);
    REQUIRE(duty[0].because.size() == 2);
    CHECK(rota.words(duty[0].because[0]) == "layer weekly, turn 0");
    CHECK(rota.words(duty[0].because[1]) == "layer always, turn 0");
    CHECK(duty[0].because[0].since == at("2024-12-30T09:00:00Z"));
}

#include "bot/core/rota_change.h"

#include <doctest/doctest.h>

#include "tests/core/schedules.h"

using namespace tocsin;
using namespace tocsin::testing;

namespace {

Actor actor(const std::string& id) {
    return {UserId("U" + id), id, PersonId(id)};
}

// Dana, then Lee, a week each from Monday; Sam manages; it is Wednesday of Dana's week.
struct Office {
    Rules rules;
    std::vector<RotaChange> made;
    Time now = at("2025-01-01T12:00:00Z");

    Office() {
        for (const auto* id : {"dana", "lee", "kim", "sam"}) {
            Person person;
            person.id = PersonId(id);
            person.name = id;
            person.slack = UserId(std::string("U") + id);
            rules.people[person.id] = person;
        }
        auto primary =
            schedule("UTC", {layer(Layer::Rotation::weekly, wall(2024, 12, 30, 9), {"dana", "lee"})});
        rules.schedules[primary.id] = primary;
        rules.managers = {{Target::Kind::person, "sam"}};
    }

    OnCall on_call() const { return OnCall(rules, overrides_of(made)); }

    static RotaChange cover(const char* by, const char* from, const char* to, std::string_view start,
                            std::string_view end) {
        RotaChange wanted;
        wanted.covers = {{ScheduleId("primary"), PersonId(from), PersonId(to), at(start), at(end)}};
        wanted.by = actor(by);
        if (std::string_view(by) != to) wanted.of = actor(to);
        return wanted;
    }

    Expected<RotaChange> asks(const RotaChange& wanted) {
        const auto duty = on_call();
        return ask_for(wanted, {duty, rules, now});
    }
    Expected<RotaChange> agrees(const RotaChange& change, const char* who) {
        const auto duty = on_call();
        return agree(change, actor(who), {duty, rules, now});
    }
    Expected<RotaChange> takes_back(const RotaChange& change, const char* who) {
        const auto duty = on_call();
        return take_back(change, actor(who), {duty, rules, now});
    }
    // Asked, agreed and acting.
    RotaChange& agreed(const RotaChange& wanted) {
        const auto asked = asks(wanted);
        REQUIRE(asked);
        auto done = agrees(*asked, wanted.of.is_somebody() ? wanted.of.name.c_str() : wanted.by.name.c_str());
        REQUIRE(done);
        made.push_back(*done);
        made.back().id = RotaChangeId(static_cast<std::int64_t>(made.size()));
        return made.back();
    }
    std::string on(std::string_view instant) const {
        const auto duty = on_call();
        return who(*duty.rota(ScheduleId("primary")), instant);
    }
};

}  // namespace

TEST_CASE("somebody who covers is on call for exactly the time agreed") {
    Office office;
    office.agreed(Office::cover("dana", "dana", "lee", "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z"));
    CHECK(office.on("2025-01-02T13:59:59Z") == "dana");
    CHECK(office.on("2025-01-02T14:00:00Z") == "lee");
    CHECK(office.on("2025-01-02T17:59:59Z") == "lee");
    CHECK(office.on("2025-01-02T18:00:00Z") == "dana");
}

TEST_CASE("a request changes nothing before it is accepted, and only by the person who was asked") {
    Office office;
    const auto asked =
        office.asks(Office::cover("dana", "dana", "lee", "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z"));
    REQUIRE(asked);
    CHECK(asked->overrides.empty());
    CHECK(office.agrees(*asked, "kim").error().kind == ErrorKind::forbidden);
    const auto declined = decline(*asked, actor("lee"), office.now);
    REQUIRE(declined);
    CHECK(office.agrees(*declined, "lee").error().message == "This was declined. Nothing was changed.");
    CHECK(answer_due(*asked) == office.now + 2h);
}

TEST_CASE("a request that comes late waits no longer than what it asks for") {
    Office office;
    const auto asked =
        office.asks(Office::cover("dana", "dana", "lee", "2025-01-01T12:00:00Z", "2025-01-01T12:30:00Z"));
    REQUIRE(asked);
    CHECK(answer_due(*asked) == at("2025-01-01T12:30:00Z"));
}

TEST_CASE("covers hold in the order in which they were agreed, not asked") {
    Office office;
    // Lee asks Kim for a part of what Dana will have asked of Lee.
    auto early =
        office.agreed(Office::cover("dana", "dana", "lee", "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z"));
    office.now += 1min;
    office.agreed(Office::cover("lee", "lee", "kim", "2025-01-02T16:00:00Z", "2025-01-02T18:00:00Z"));
    std::ranges::swap(office.made[0].id, office.made[1].id);
    CHECK(office.on("2025-01-02T15:00:00Z") == "lee");
    CHECK(office.on("2025-01-02T16:00:00Z") == "kim");
    CHECK(early.overrides.size() == 1);
}

TEST_CASE("somebody who is on call by an override can be covered too") {
    Office office;
    auto planned = office.rules.schedules.at(ScheduleId("primary"));
    Override all_for_kim;
    all_for_kim.start = at("2025-01-02T00:00:00Z");
    all_for_kim.end = at("2025-01-03T00:00:00Z");
    all_for_kim.members = {PersonId("kim")};
    planned.overrides = {all_for_kim};
    office.rules.schedules[planned.id] = planned;
    office.agreed(Office::cover("kim", "kim", "lee", "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z"));
    CHECK(office.on("2025-01-02T12:00:00Z") == "kim");
    CHECK(office.on("2025-01-02T14:00:00Z") == "lee");
    CHECK(office.on("2025-01-02T18:00:00Z") == "kim");
}

TEST_CASE("two people who share a shift: whoever was not asked stays") {
    Office office;
    auto shared = office.rules.schedules.at(ScheduleId("primary"));
    shared.layers[0].members = {{PersonId("dana"), PersonId("kim")}};
    office.rules.schedules[shared.id] = shared;
    office.agreed(Office::cover("dana", "dana", "lee", "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z"));
    CHECK(office.on("2025-01-02T14:00:00Z") == "kim lee");
}

TEST_CASE("taking over needs no answer and replaces everybody, also another override") {
    Office office;
    auto sams = Office::cover("sam", "", "sam", "2025-01-01T12:00:00Z", "2025-01-02T12:00:00Z");
    office.agreed(sams);
    CHECK(office.on("2025-01-01T13:00:00Z") == "sam");
    office.now += 1h;
    office.agreed(Office::cover("kim", "", "kim", "2025-01-01T13:00:00Z", "2025-01-01T20:00:00Z"));
    CHECK(office.on("2025-01-01T13:00:00Z") == "kim");
    CHECK(office.on("2025-01-01T20:00:00Z") == "sam");
}

TEST_CASE("a swap gives each the other's shift") {
    Office office;
    auto swap = Office::cover("dana", "dana", "lee", "2025-01-13T09:00:00Z", "2025-01-20T09:00:00Z");
    swap.covers.push_back({ScheduleId("primary"), PersonId("lee"), PersonId("dana"),
                           at("2025-01-06T09:00:00Z"), at("2025-01-13T09:00:00Z")});
    office.agreed(swap);
    CHECK(office.on("2025-01-08T00:00:00Z") == "dana");
    CHECK(office.on("2025-01-15T00:00:00Z") == "lee");
    CHECK(office.on("2025-01-22T00:00:00Z") == "lee");
}

TEST_CASE("what was agreed can be taken back: from then on the schedule is as it was, before it stays") {
    Office office;
    auto& change =
        office.agreed(Office::cover("dana", "dana", "lee", "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z"));
    SUBCASE("while it runs") {
        office.now = at("2025-01-02T15:00:00Z");
        const auto ended = office.takes_back(change, "lee");
        REQUIRE(ended);
        change = *ended;
        CHECK(office.on("2025-01-02T14:30:00Z") == "lee");
        CHECK(office.on("2025-01-02T15:00:00Z") == "dana");
        CHECK(office.takes_back(change, "lee").error().message ==
              "This was taken back already. Nothing was changed.");
    }
    SUBCASE("before it begins") {
        const auto ended = office.takes_back(change, "sam");
        REQUIRE(ended);
        change = *ended;
        CHECK(office.on("2025-01-02T15:00:00Z") == "dana");
    }
    SUBCASE("not by somebody else, and not when it is over") {
        CHECK(office.takes_back(change, "kim").error().kind == ErrorKind::forbidden);
        office.now = at("2025-01-02T18:00:00Z");
        CHECK(office.takes_back(change, "dana").error().message ==
              "It is over already. Nothing was changed.");
    }
}

TEST_CASE("what cannot be: each refusal says why and that nothing was changed") {
    Office office;
    struct Row {
        RotaChange wanted;
        std::string_view says;
    };
    const auto day = [](const char* by, const char* from, const char* to) {
        return Office::cover(by, from, to, "2025-01-02T14:00:00Z", "2025-01-02T18:00:00Z");
    };
    auto unknown = day("dana", "dana", "lee");
    unknown.covers[0].schedule = ScheduleId("night");
    for (const auto& row : {
             Row{unknown, "There is no schedule \"night\"."},
             Row{day("dana", "dana", "zoe"), "not among them"},
             Row{day("kim", "dana", "lee"), "Only managers and admins"},
             Row{day("kim", "", "lee"), "Only managers and admins"},
             Row{day("lee", "lee", "kim"), "is not on call for Primary On-Call then"},
             Row{Office::cover("dana", "dana", "lee", "2025-01-02T18:00:00Z", "2025-01-02T14:00:00Z"),
                 "not after the start"},
             Row{Office::cover("dana", "dana", "lee", "2024-12-31T14:00:00Z", "2024-12-31T18:00:00Z"),
                 "is over"},
             Row{Office::cover("dana", "dana", "lee", "2025-01-02T14:00:00Z", "2026-01-02T18:00:00Z"),
                 "more than 92 days"},
         }) {
        const auto refused = office.asks(row.wanted);
        REQUIRE_FALSE(refused);
        CAPTURE(refused.error().message);
        CHECK(refused.error().message.find(row.says) != std::string::npos);
        CHECK(refused.error().message.find("othing was changed") != std::string::npos);
    }
    CHECK(office.asks(day("sam", "dana", "lee")));
    CHECK(office.asks(day("sam", "", "lee")));
}

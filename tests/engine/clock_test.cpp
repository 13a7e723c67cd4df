// The time of day is set while the bot runs. `clock.step` sets it and lets no time pass; `pass` lets time
// pass.
#include "tests/engine/alert_sender.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

const auto steps = {Duration(1h), Duration(-1h), Duration(24h)};

std::size_t count(House& house, std::int64_t number, std::string_view kind) {
    return static_cast<std::size_t>(std::ranges::count(kinds(house, number), kind));
}

// Steps of a server's clock are not.
bool steps_are_followed(House& house) {
    bool shared = false;
    house.within([&](storage::Tx& tx) { shared = tx.is_shared(); });
    return !shared;
}

void until(House& house, std::string_view instant) {
    house.pass(*parse_rfc3339(instant) - house.clock.now());
}

// Another boot, in which the clock says so: what is due is due by the time of day.
void boots_in(House& house, std::string_view instant) {
    house.clock.step(*parse_rfc3339(instant) - house.clock.now());
    house.within([](storage::Tx& tx) { tx.set_note("clock/mark", "0 0 another"); });
    house.restart();
    house.settle();
}

// Lee is its admin, and an incident of before waits for its next level.
struct BootedWrong : Pager {
    Time escalates;

    BootedWrong() {
        auto led = settings();
        led.rules.admins = {{Target::Kind::person, "lee"}};
        change(led);
        types(kim, "declare sev1 From before");
        pass(4min);
        escalates = *incident(1).paging.next_due;
    }
    void says_and_pages(std::string_view instant) {
        boots_in(*this, instant);
        CHECK(has(last_text(lees_number), "its clock says " + std::string(instant.substr(0, 10))));
        types(kim, "declare sev1 Right now");
        CHECK(has(last_text(danas_number), "Right now"));
    }
};

std::vector<storage::Timer> planned(House& house, std::string_view prefix) {
    std::vector<storage::Timer> timers;
    house.within([&](storage::Tx& tx) { timers = tx.timers_with_prefix(prefix); });
    return timers;
}

}  // namespace

TEST_CASE(
    "a clock that is set keeps the next level as far away as it was, also while the process is away in the "
    "same boot") {
    for (const auto by : steps) {
        for (const bool is_away : {false, true}) {
            CAPTURE(by.count());
            CAPTURE(is_away);
            Pager house;
            if (!steps_are_followed(house)) return;
            house.types(kim, "declare sev1 API Down");
            house.pass(4min);
            house.clock.step(by);
            if (is_away) house.restart();
            house.settle();
            house.pass(6min - 1s);
            CHECK(house.texts(lees_number).empty());
            house.pass(1s);
            CHECK(house.texts(lees_number).size() == 1);
            CHECK(count(house, 1, "clock_stepped") == 1);
        }
    }
}

TEST_CASE("what has fired does not fire again when the clock is set back over it") {
    Pager house;
    if (!steps_are_followed(house)) return;
    house.types(kim, "declare sev1 API Down");
    house.pass(10min);
    REQUIRE(house.texts(lees_number).size() == 1);
    house.clock.step(-10min);
    house.settle();
    house.pass(9min);
    CHECK(house.texts(lees_number).size() == 1);
    CHECK(house.texts(danas_number).size() == 1);
}

TEST_CASE("a machine that slept pages at once what became due meanwhile, and once") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    house.clock.advance(20min);
    house.settle();
    CHECK(house.texts(lees_number).size() == 1);
    CHECK(count(house, 1, "clock_stepped") == 0);
}

TEST_CASE("slewing is no step: what is less than a second changes nothing") {
    Pager house;
    house.types(kim, "declare sev1 API Down");
    house.clock.step(400ms);
    house.settle();
    house.clock.step(-900ms);
    house.settle();
    CHECK(count(house, 1, "clock_stepped") == 0);
    house.pass(10min + 1s);
    CHECK(house.texts(lees_number).size() == 1);
}

TEST_CASE("the promise of an update and its reminder stay as far away") {
    for (const auto by : steps) {
        CAPTURE(by.count());
        House house;
        if (!steps_are_followed(house)) return;
        house.types(kim, "declare sev1 API Down");
        house.types(dana, "ack INC-1");
        const auto due = *house.incident(1).reminders.due - house.clock.now();
        house.clock.step(by);
        house.settle();
        CHECK(*house.incident(1).reminders.due - house.clock.now() == due);
        house.pass(due - 1s);
        CHECK(count(house, 1, "reminder_told") == 0);
        house.pass(1s);
        CHECK(count(house, 1, "reminder_told") == 1);
    }
}

TEST_CASE("a condition that has to hold for a while holds as long as it has to") {
    for (const auto by : steps) {
        CAPTURE(by.count());
        House house(alert_settings());
        if (!steps_are_followed(house)) return;
        tells(house, {alert("slow", {{"alertname", "SlowAPI"}})});
        house.pass(2min);
        house.clock.step(by);
        house.settle();
        house.pass(3min - 1s);
        CHECK(incidents_of(house) == 0);
        house.pass(1s);
        CHECK(incidents_of(house) == 1);
    }
}

TEST_CASE("a shift begins at its time of day") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-27T07:30:00Z");
    const auto before = house.direct(lee).size();
    SUBCASE("that was skipped") {
        house.clock.step(2h);
        house.settle();
        CHECK(house.direct(lee).size() > before);
    }
    SUBCASE("once, when the clock is set back over it") {
        if (!steps_are_followed(house)) return;
        until(house, "2025-01-27T10:00:00Z");
        const auto said = house.direct(lee).size();
        const auto lines = house.messages().size();
        house.clock.step(-3h);
        house.settle();
        until(house, "2025-01-27T10:30:00Z");
        CHECK(house.direct(lee).size() == said);
        CHECK(house.messages().size() == lines);
    }
}

TEST_CASE("a clock of 1970 is told of, pages, and loses nothing when it is set") {
    BootedWrong house;
    if (!steps_are_followed(house)) return;
    house.says_and_pages("1970-01-01T00:00:10Z");
    CHECK(house.incident(1).paging.next_due == house.escalates);
    house.pass(4min);
    house.clock.step(start + 5min - house.clock.now());
    house.settle();
    CHECK(house.incident(1).paging.next_due == house.escalates);
    CHECK(house.incident(2).paging.next_due == start + 11min);
}

TEST_CASE("a clock of 2050 is told of, pages, and what was due before waits until it is set") {
    BootedWrong house;
    if (!steps_are_followed(house)) return;
    house.says_and_pages("2050-06-15T12:00:00Z");
    CHECK(*house.incident(2).paging.next_due - house.clock.now() == 10min);
    SUBCASE("and is due then as it was") {
        house.pass(4min);
        CHECK(house.incident(1).paging.next_due == house.escalates);
        CHECK(house.texts(lees_number).size() == 1);
        house.clock.step(start + 5min - house.clock.now());
        house.settle();
        CHECK(house.incident(1).paging.next_due == house.escalates);
        CHECK(house.incident(2).paging.next_due == start + 11min);
        house.pass(5min);
        CHECK(house.texts(lees_number).size() == 2);
        CHECK(has(house.last_text(lees_number), "From before"));
    }
    SUBCASE("while what is new escalates") {
        house.pass(10min);
        CHECK(has(house.last_text(lees_number), "Right now"));
        CHECK(house.incident(1).paging.next_due == house.escalates);
    }
}

TEST_CASE("a clock that cannot be true changes nothing of what is planned for times of day") {
    for (const auto* instant : {"1970-01-01T00:00:10Z", "2050-06-15T12:00:00Z"}) {
        CAPTURE(instant);
        House house(with_two_schedules(example_settings()));
        if (!steps_are_followed(house)) return;
        house.pass(1min);
        const auto shifts = planned(house, "shift/");
        const auto report = planned(house, "report");
        REQUIRE_FALSE(shifts.empty());
        REQUIRE(report.size() == 1);
        boots_in(house, instant);
        house.pass(1h);
        CHECK(planned(house, "shift/") == shifts);
        CHECK(planned(house, "report") == report);
        CHECK(house.direct(lee).empty());
        house.clock.step(start + 2h - house.clock.now());
        house.settle();
        CHECK(planned(house, "shift/") == shifts);
        CHECK(planned(house, "report") == report);
        until(house, "2025-01-27T09:00:00Z");
        CHECK(has(house.direct(lee).back().text, "Your on-call shift starts now"));
    }
}

TEST_CASE("a clock that is far ahead deletes nothing, however long it is") {
    auto settings = example_settings();
    settings.retention = {30 * 24h, 10 * 24h};
    House house(settings);
    if (!steps_are_followed(house)) return;
    house.types(dana, "declare sev3 API slow");
    house.types(dana, "cancel INC-1 a test");
    house.pass(1h);
    boots_in(house, "2050-06-15T12:00:00Z");
    house.pass(9 * 24h);
    CHECK(house.incident(1).title == "API slow");
}

TEST_CASE("a store that seems not to have been worked on for years keeps what is old for a week") {
    auto settings = example_settings();
    settings.retention = {30 * 24h, 10 * 24h};
    House house(settings);
    house.types(dana, "declare sev3 API slow");
    house.types(dana, "cancel INC-1 a test");
    house.pass(1h);
    house.clock.step(5 * 365 * 24h);
    house.within([](storage::Tx& tx) { tx.set_note("clock/mark", "0 0 another"); });
    house.restart();
    const auto is_there = [&] {
        bool found = false;
        house.within([&](storage::Tx& tx) { found = tx.incident(IncidentNumber{1}).has_value(); });
        return found;
    };
    house.pass(6 * 24h);
    CHECK(is_there());
    SUBCASE("the clock was right") {
        house.pass(3 * 24h);
        CHECK_FALSE(is_there());
    }
    SUBCASE("the clock is set right") {
        house.clock.step(-5 * 365 * 24h);
        house.pass(3 * 24h);
        CHECK(is_there());
    }
}

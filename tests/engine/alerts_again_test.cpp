#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

TEST_CASE("what flaps opens one incident after the other no more than it holds still") {
    auto settings = alert_settings();
    for (auto& rule : settings.alerts.rules) rule.auto_resolve = true;
    House house(settings);
    const auto flap = [&] {
        auto told = down();
        told.started = house.clock.now();
        tells(house, {told});
        house.pass(10s);
        tells(house, {quiet(told, house.clock.now())});
        house.pass(20s);
    };
    for (int i = 0; i < 100; ++i) flap();
    CHECK(incidents_of(house) == 3);
    CHECK_FALSE(is_open(house.incident(3).state));
    CHECK(record_of(house, "monitor/1").fired == 100);
    auto told = down();
    told.started = house.clock.now();
    tells(house, {told});
    house.pass(4min);
    CHECK(incidents_of(house) == 3);
    house.pass(1min);
    CHECK(incidents_of(house) == 4);
    CHECK(house.incident(4).severity == Severity::sev1);
}

TEST_CASE("while an incident is open a flapping alert is one message and a handful of entries") {
    House house(alert_settings());
    for (int i = 0; i < 200; ++i) {
        auto told = down();
        told.started = house.clock.now();
        tells(house, {told});
        house.pass(1s);
        tells(house, {quiet(told, house.clock.now())});
        house.pass(1s);
    }
    house.pass(10s);
    CHECK(incidents_of(house) == 1);
    CHECK(house.timeline(1).size() < 40);
    const auto texts = said_in_thread(house, 1);
    CHECK(any_has(texts, "Alert api-health fired again (200th time) and flaps."));
    CHECK(texts.size() < 20);
}

TEST_CASE("a source that says no beginning tells the same alert again, until its incident is over for long") {
    House house(alert_settings());
    const auto told = [&] {
        auto told = alert("disk", {}, Severity::sev3);
        told.started = house.clock.now();
        told.started_is_said = false;
        return told;
    };
    tells(house, {told()});
    house.pass(1min);
    tells(house, {told()});
    CHECK(record_of(house, "disk").fired == 1);
    CHECK(record_of(house, "disk").alert.started == start);
    house.types(dana, "resolve INC-1 deleted old logs");
    house.pass(14min);
    tells(house, {told()});
    CHECK(incidents_of(house) == 1);
    house.pass(2min);
    tells(house, {told()});
    CHECK(incidents_of(house) == 2);
    tells(house, {told()});
    CHECK(incidents_of(house) == 2);
    tells(house, {quiet(told(), house.clock.now())});
    tells(house, {told()});
    CHECK(record_of(house, "disk").fired == 2);
}

TEST_CASE("a rule that wants an alert to hold for a while is met by a source that only tells it again") {
    House house(alert_settings());
    const auto told = [&] {
        auto told = alert("slow", {{"alertname", "SlowAPI"}});
        told.started = house.clock.now();
        told.started_is_said = false;
        return told;
    };
    for (int minute = 0; minute < 4; ++minute) {
        tells(house, {told()});
        house.pass(1min);
    }
    CHECK(incidents_of(house) == 0);
    house.pass(1min);
    CHECK(incidents_of(house) == 1);
}

// Ten thousand alerts at once: none is lost, each group is one incident, and what is said and kept of them
// stays bounded.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

constexpr int services = 200;
constexpr int told_at_once = 100;

Alert storm_alert(int number) {
    const int service = number % services;
    const auto severity = service % 4 == 0   ? Severity::sev1
                          : service % 4 == 3 ? Severity::sev3
                                             : Severity::sev2;
    return alert(fmt::format("host-{}", number), {{"service", fmt::format("service-{}", service)}}, severity);
}

void storm(House& house, int count) {
    for (int told = 0; told < count; told += told_at_once) {
        std::vector<Alert> some;
        for (int i = told; i < std::min(told + told_at_once, count); ++i) some.push_back(storm_alert(i));
        REQUIRE(tells(house, some).status == 202);
    }
}

int replies(House& house, std::int64_t number) {
    return static_cast<int>(said_in_thread(house, number).size());
}

}  // namespace

TEST_CASE("of a storm none is lost, each group is one incident, and little is said of each") {
    constexpr int count = 10'000;
    House house(alert_settings());
    storm(house, count);
    CHECK(incidents_of(house) == services);
    house.within([&](storage::Tx& tx) {
        for (int i = 0; i < count; ++i) {
            const auto record = tx.alert("alertmanager", fmt::format("host-{}", i));
            REQUIRE(record.has_value());
            CHECK(record->incident == IncidentNumber(i % services + 1));
        }
        CHECK(tx.firings_between(start - 24h, start + 24h) == count);
    });
    house.pass(1min);
    for (const int number : {1, 2, 100, services}) {
        CHECK(any_has(said_in_thread(house, number),
                      "By now 50 alerts belong to this incident, all of them fire."));
        CHECK(kinds(house, number).size() < 20);
        CHECK(replies(house, number) < 20);
    }
}

TEST_CASE("beyond a few alerts of one incident further ones are counted in one message") {
    House house(alert_settings());
    std::vector<Alert> all;
    for (int i = 0; i < 20; ++i) all.push_back(storm_alert(i * services));
    for (const auto& one : all) tells(house, {one});
    house.pass(1min);
    const auto said = [&](std::string_view words) { return any_has(said_in_thread(house, 1), words); };
    CHECK(said("Alert host-800 fires too."));
    CHECK_FALSE(said("Alert host-1000 fires too."));
    CHECK(said("By now 20 alerts belong to this incident, all of them fire. Last heard of: host-3800."));

    const int before = replies(house, 1);
    for (const int i : {6, 7, 8}) tells(house, {quiet(all[static_cast<std::size_t>(i)], house.clock.now())});
    house.pass(1min);
    CHECK(said("By now 20 alerts belong to this incident, 17 of them fire."));
    CHECK(replies(house, 1) == before);

    for (const auto& one : all) tells(house, {quiet(one, house.clock.now())});
    house.pass(1min);
    CHECK(said("By now 20 alerts belong to this incident, all of them are quiet."));
    CHECK(said("Alert host-3800 is quiet since"));
    CHECK_FALSE(said("Alert host-3600 is quiet since"));

    auto again = all.back();
    again.started = house.clock.now();
    tells(house, {again});
    house.pass(1min);
    CHECK(said("By now 20 alerts belong to this incident, 1 of them fire."));
    CHECK(said("Alert host-3800 was quiet from"));
}

TEST_CASE("a further alert that is more severe still raises the incident") {
    House house(alert_settings());
    for (int i = 0; i < 10; ++i) tells(house, {storm_alert(3 + i * services)});
    REQUIRE(house.incident(1).severity == Severity::sev3);
    auto severe = storm_alert(3 + 10 * services);
    severe.severity = Severity::sev1;
    tells(house, {severe});
    CHECK(house.incident(1).severity == Severity::sev1);
}

TEST_CASE("an incident of very many alerts ends by itself too, and its message says that all are quiet") {
    auto settings = alert_settings();
    settings.alerts.rules.insert(settings.alerts.rules.begin(),
                                 rule("Storm", "alert.labels.service == \"service-0\"", Severity::sev3));
    settings.alerts.rules.front().auto_resolve = true;
    House house(settings);
    std::vector<Alert> all;
    for (int i = 0; i < 1100; ++i) all.push_back(storm_alert(i * services));
    tells(house, all);
    house.pass(1min);
    for (auto& one : all) one = quiet(one, house.clock.now());
    const auto last = all.back();
    all.pop_back();
    tells(house, all);
    CHECK(is_open(house.incident(1).state));
    tells(house, {last});
    CHECK_FALSE(is_open(house.incident(1).state));
    house.pass(1min);
    CHECK(any_has(said_in_thread(house, 1),
                  "By now more than 1000 alerts belong to this incident, all of them are quiet."));
}

TEST_CASE("alerts that come by a merge are told one by one only as far as the incident has room for it") {
    House house(alert_settings());
    for (int i = 0; i < 4; ++i) tells(house, {storm_alert(i * services), storm_alert(1 + i * services)});
    house.types(dana, "merge INC-2 into INC-1");
    int counted = 0;
    house.within([&](storage::Tx& tx) {
        for (const auto& record : tx.alerts_of(IncidentNumber(1), AlertId{}, 100)) counted += record.counted;
    });
    CHECK(counted == 3);
}

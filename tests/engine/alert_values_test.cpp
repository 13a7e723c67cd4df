#include <doctest/doctest.h>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings reading_settings() {
    auto settings = alert_settings();
    settings.alerts.prometheus_url = "http://127.0.0.1:9090";
    return settings;
}

}  // namespace

TEST_CASE("Prometheus is asked for the values of the rules, in turn") {
    House house(reading_settings());
    REQUIRE(house.values_wanted.size() == 1);
    CHECK(house.values_wanted[0].url == "http://127.0.0.1:9090");
    CHECK(house.values_wanted[0].queries.at("error_rate") == "rate");
    house.pass(60s);
    CHECK(house.values_wanted.size() == 5);
    house.change(alert_settings());
    house.pass(60s);
    CHECK(house.values_wanted.size() == 5);
}

TEST_CASE("a rule that reads values opens its incident after they have held for long enough") {
    House house(reading_settings());
    for (int i = 0; i < 4; ++i) {
        reads(house, {{"error_rate", 0.5}});
        CHECK(incidents_of(house) == 0);
        house.pass(15s);
    }
    reads(house, {{"error_rate", 0.5}});
    REQUIRE(incidents_of(house) == 1);
    const auto incident = house.incident(1);
    CHECK(incident.title == "High Error Rate");
    CHECK(incident.severity == Severity::sev1);
    CHECK(incident.source == "rule High Error Rate");
    CHECK(incident.impact == "error_rate is 0.5");
    CHECK(incident.started == start);
    CHECK(incident.detected == start + 1min);
    SUBCASE("and says when they do not any more, twice in a row") {
        reads(house, {{"error_rate", 0.0}});
        CHECK(record_of(house, "High Error Rate", "").firing());
        house.pass(15s);
        reads(house, {{"error_rate", 0.0}});
        CHECK_FALSE(record_of(house, "High Error Rate", "").firing());
        CHECK(is_open(house.incident(1).state));
    }
    SUBCASE("and what is unknown does not end it") {
        for (int i = 0; i < 20; ++i) {
            house.pass(15s);
            reads(house, {}, "connection refused");
        }
        CHECK(record_of(house, "High Error Rate", "").firing());
    }
    SUBCASE("and a restart forgets nothing of it") {
        house.restart();
        house.settle();
        reads(house, {{"error_rate", 0.5}});
        CHECK(incidents_of(house) == 1);
    }
}

TEST_CASE("what only waits starts over when it does not hold once, or is unknown for three readings") {
    House house(reading_settings());
    reads(house, {{"error_rate", 0.5}});
    house.pass(45s);
    SUBCASE("it does not hold") {
        reads(house, {{"error_rate", 0.05}});
    }
    SUBCASE("it is unknown") {
        house.clock.advance(10s);
        reads(house, {});
    }
    house.pass(5s);
    reads(house, {{"error_rate", 0.5}});
    house.pass(59s);
    CHECK(incidents_of(house) == 0);
    reads(house, {{"error_rate", 0.5}});
    house.pass(1s);
    CHECK(incidents_of(house) == 1);
}

TEST_CASE("of rules about the same value the first that holds wins, others go their own way") {
    auto settings = reading_settings();
    settings.alerts.rules.push_back(rule("Elevated", "error_rate > 0.01", Severity::sev3, 1min));
    settings.alerts.rules.push_back(rule("Slow", "p95 > 5", Severity::sev3, 1min));
    settings.alerts.values["p95"] = "latency";
    House house(settings);
    const auto for_a_while = [&](std::map<std::string, double> values) {
        for (int i = 0; i < 6; ++i) {
            reads(house, values);
            house.pass(15s);
        }
    };
    SUBCASE("the first") {
        for_a_while({{"error_rate", 0.5}});
        CHECK(incidents_of(house) == 1);
        CHECK(house.incident(1).title == "High Error Rate");
    }
    SUBCASE("another value is another matter") {
        for_a_while({{"error_rate", 0.5}, {"p95", 9}});
        CHECK(incidents_of(house) == 2);
    }
    SUBCASE("the second, and then the first too") {
        for_a_while({{"error_rate", 0.05}});
        CHECK(house.incident(1).title == "Elevated");
        for_a_while({{"error_rate", 0.5}});
        CHECK(house.incident(2).title == "High Error Rate");
        CHECK(record_of(house, "Elevated", "").firing());
    }
}

TEST_CASE("a value that is no number is unknown") {
    House house(reading_settings());
    for (int i = 0; i < 10; ++i) {
        reads(house, {{"error_rate", std::numeric_limits<double>::infinity()}});
        house.pass(15s);
    }
    CHECK(incidents_of(house) == 0);
}

TEST_CASE("when values cannot be read for five minutes somebody is told, once") {
    House house(reading_settings());
    for (int i = 0; i < 60; ++i) {
        reads(house, {}, "connection refused");
        house.pass(15s);
    }
    REQUIRE(incidents_of(house) == 1);
    CHECK(house.incident(1).title == "Values for alert rules cannot be read");
    CHECK(house.incident(1).severity == Severity::sev3);
    CHECK(house.incident(1).impact == "connection refused");
    reads(house, {{"error_rate", 0.0}});
    CHECK_FALSE(record_of(house, house.incident(1).title, "").firing());
}

TEST_CASE("values alone decide no alert, and an alert's rule may ask for them") {
    auto settings = reading_settings();
    settings.alerts.rules.insert(
        settings.alerts.rules.begin(),
        rule("Both", "alert.labels.alertname == \"Errors\" AND error_rate > 0.1", Severity::sev1));
    House house(settings);
    reads(house, {{"error_rate", 0.5}});
    tells(house, {alert("a", {{"alertname", "Other"}}, Severity::sev3)});
    CHECK(house.incident(1).severity == Severity::sev3);
    tells(house, {alert("b", {{"alertname", "Errors"}}, Severity::sev3)});
    CHECK(house.incident(2).title == "Both");
}

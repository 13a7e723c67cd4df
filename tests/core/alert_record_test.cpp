#include "bot/core/alert_record.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

const Time noon = *parse_rfc3339("2025-01-21T12:00:00Z");

Alert firing(Time started) {
    Alert alert;
    alert.source = "alertmanager";
    alert.key = "f1";
    alert.title = "High error rate";
    alert.started = started;
    return alert;
}

Alert resolved(Time started, std::optional<Time> ended) {
    auto alert = firing(started);
    alert.status = Alert::Status::resolved;
    alert.ended = ended;
    return alert;
}

}  // namespace

TEST_CASE("an alert begins, is repeated, ends and begins again") {
    AlertRecord record;
    CHECK(take_telling(record, firing(noon), noon + 1min) == Telling::began);
    CHECK(record.firing());
    CHECK(record.first == noon + 1min);
    auto more = firing(noon);
    more.description = "42 %";
    CHECK(take_telling(record, more, noon + 5min) == Telling::repeated);
    CHECK(record.alert.description == "42 %");
    CHECK(record.told == 2);
    CHECK(record.fired == 1);
    auto end = resolved(noon, noon + 6min);
    end.title = "f1";
    CHECK(take_telling(record, end, noon + 7min) == Telling::ended);
    CHECK(record.alert.title == "High error rate");
    CHECK(record.quiet_since == noon + 6min);
    CHECK_FALSE(record.firing());
    CHECK(take_telling(record, firing(noon + 8min), noon + 9min) == Telling::began);
    CHECK(record.fired == 2);
    CHECK_FALSE(record.quiet_since.has_value());
    CHECK(record.last == noon + 9min);
}

TEST_CASE("a source that gives each telling a new start fires anew each time") {
    AlertRecord record;
    CHECK(take_telling(record, firing(noon), noon) == Telling::began);
    CHECK(take_telling(record, firing(noon + 1min), noon + 1min) == Telling::began);
    CHECK(record.fired == 2);
}

TEST_CASE("what comes out of order changes nothing") {
    AlertRecord record;
    SUBCASE("the end before the beginning") {
        CHECK(take_telling(record, resolved(noon, noon + 1min), noon + 2min) == Telling::repeated);
        CHECK(take_telling(record, firing(noon), noon + 3min) == Telling::late);
        CHECK_FALSE(record.firing());
        CHECK(record.fired == 0);
    }
    SUBCASE("the beginning of a time that is over") {
        take_telling(record, firing(noon), noon);
        take_telling(record, resolved(noon, noon + 1min), noon + 1min);
        CHECK(take_telling(record, firing(noon), noon + 2min) == Telling::late);
        CHECK_FALSE(record.firing());
        CHECK(take_telling(record, firing(noon), noon + 16min) == Telling::began);
    }
    SUBCASE("the end of the time before") {
        take_telling(record, firing(noon), noon);
        take_telling(record, firing(noon + 10min), noon + 10min);
        CHECK(take_telling(record, resolved(noon, noon + 5min), noon + 11min) == Telling::late);
        CHECK(record.firing());
    }
}

TEST_CASE("quiet since the future is quiet since now") {
    AlertRecord record;
    take_telling(record, firing(noon), noon);
    take_telling(record, resolved(noon, noon + 1h), noon + 1min);
    CHECK(record.quiet_since == noon + 1min);
}

TEST_CASE("four times within an hour is flapping, and an hour later it is not") {
    AlertRecord record;
    for (int i = 0; i < 4; ++i) {
        CHECK_FALSE(is_flapping(record, noon + i * 10min));
        take_telling(record, firing(noon + i * 10min), noon + i * 10min);
        take_telling(record, resolved(noon + i * 10min, std::nullopt), noon + i * 10min + 1min);
    }
    CHECK(is_flapping(record, noon + 31min));
    CHECK_FALSE(is_flapping(record, noon + 61min));
    for (int i = 0; i < 1000; ++i) take_telling(record, firing(noon + 1h + i * 1s), noon + 1h + i * 1s);
    CHECK(record.began.size() <= 8);
}

TEST_CASE("who detected it") {
    auto alert = firing(noon);
    CHECK(detector_of(alert) == "alertmanager alert High error rate");
    alert.uptime_monitor = UptimeMonitor{"api-health", "https://api.example.com", "down"};
    CHECK(detector_of(alert) == "uptime monitor api-health");
    alert.uptime_monitor.reset();
    alert.source.clear();
    CHECK(detector_of(alert) == "rule High error rate");
}

TEST_CASE("alerts are alike in the labels that are named, and alone without them") {
    const std::vector<std::string> labels{"alertname", "service"};
    auto one = firing(noon);
    auto other = firing(noon);
    other.key = "f2";
    CHECK(group_of(one, labels) != group_of(other, labels));
    one.labels = {{"alertname", "X"}, {"instance", "1"}};
    other.labels = {{"alertname", "X"}, {"instance", "2"}};
    CHECK(group_of(one, labels) == group_of(other, labels));
    other.source = "grafana";
    CHECK(group_of(one, labels) == group_of(other, labels));
    other.labels["service"] = "api";
    CHECK(group_of(one, labels) != group_of(other, labels));
    one.labels = {{"alertname", "a\nservice=1:b"}};
    other.labels = {{"alertname", "a"}, {"service", "b"}};
    CHECK(group_of(one, labels) != group_of(other, labels));
    CHECK(group_of(one, {}) != group_of(other, {}));
}

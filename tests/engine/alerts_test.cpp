#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Alert error_rate(const std::string& key) {
    return alert(key, {{"alertname", "HighErrorRate"}, {"service", "api"}}, Severity::sev2);
}

}  // namespace

TEST_CASE("an alert that a rule fits declares the rule's incident and pages") {
    House house(alert_settings());
    house.clock.advance(2min);
    const auto answer = tells(house, {down()}, "betterstack");
    CHECK(answer.status == 202);
    CHECK(json::parse(answer.body) == json{{"ids", {"1"}}});
    const auto incident = house.incident(1);
    CHECK(incident.title == "API Down");
    CHECK(incident.severity == Severity::sev1);
    CHECK(incident.state == tocsin::State::paging);
    CHECK(incident.service == ServiceId("api"));
    CHECK(incident.source == "uptime monitor api-health");
    CHECK(incident.declared_by == Actor{{}, "betterstack", {}});
    CHECK(incident.started == start);
    CHECK(incident.detected == start + 2min);
    CHECK(incident.impact == "api-health is down\nall requests fail with 500 errors");
    CHECK(incident.paging.pages.size() > 0);
    const auto texts = said_in_thread(house, 1);
    CHECK(any_has(texts, "INC-1 (SEV 1) was detected by uptime monitor api-health."));
    CHECK(any_has(texts, "Alert api-health fires since 14:32 UTC."));
    CHECK(has(everything(house.thread(house.card(1).ts).at(1)), "https://wiki.example.com/api-down"));
    CHECK(has(everything(house.card(1)), "Detected by uptime monitor api-health"));
}

TEST_CASE("an alert that is told again changes nothing, however often") {
    House house(alert_settings());
    for (int i = 0; i < 5; ++i) CHECK(tells(house, {down()}).status == 202);
    CHECK(incidents_of(house) == 1);
    CHECK(record_of(house, "monitor/1").told == 5);
    CHECK(record_of(house, "monitor/1").fired == 1);
    CHECK_FALSE(any_has(said_in_thread(house, 1), "again"));
}

TEST_CASE("what fires again is counted in one message and pages nobody anew") {
    House house(alert_settings());
    tells(house, {down()});
    const auto pages = house.incident(1).paging.pages.size();
    for (int i = 1; i <= 2; ++i) {
        house.pass(1min);
        auto again = down();
        again.started = house.clock.now();
        tells(house, {again});
    }
    house.pass(10s);
    const auto texts = said_in_thread(house, 1);
    CHECK(std::ranges::count_if(texts, [](const auto& text) { return has(text, "fired again"); }) == 1);
    CHECK(any_has(texts, "Alert api-health fired again (3rd time)."));
    CHECK(house.incident(1).paging.pages.size() == pages);
    CHECK(incidents_of(house) == 1);
    const auto events = kinds(house, 1);
    CHECK(std::ranges::count(events, "alert_fired") == 2);
}

TEST_CASE("alerts alike join the open incident, and a more severe one raises it") {
    House house(alert_settings());
    tells(house, {error_rate("instance/1"), error_rate("instance/2")});
    CHECK(incidents_of(house) == 1);
    CHECK(house.incident(1).severity == Severity::sev2);
    CHECK(any_has(said_in_thread(house, 1), "Alert instance/2 fires too."));
    auto worse = error_rate("instance/3");
    worse.severity = Severity::sev1;
    tells(house, {worse});
    CHECK(incidents_of(house) == 1);
    CHECK(house.incident(1).severity == Severity::sev1);
    CHECK(any_has(said_in_thread(house, 1), "SEV 2 to SEV 1 by alertmanager: alert instance/3."));
    auto other = error_rate("instance/4");
    other.labels["service"] = "web";
    tells(house, {other});
    CHECK(incidents_of(house) == 2);
}

TEST_CASE("alerts without a label of the group are alone") {
    House house(alert_settings());
    tells(house, {alert("a", {}, Severity::sev3), alert("b", {}, Severity::sev3)});
    CHECK(incidents_of(house) == 2);
}

TEST_CASE("a severity that no rule decides is the source's, and without any it is a SEV 2 that says so") {
    House house(alert_settings());
    tells(house,
          {alert("stated", {}, Severity::sev3), alert("nothing"), alert("odd", {{"severity", "purple"}})});
    CHECK(house.incident(1).severity == Severity::sev3);
    CHECK(house.incident(1).title == "stated");
    CHECK(house.incident(2).severity == Severity::sev2);
    CHECK(any_has(said_in_thread(house, 2),
                  "No rule fits it and it states no severity: it is taken as SEV 2."));
    CHECK(house.incident(3).severity == Severity::sev2);
    CHECK(any_has(said_in_thread(house, 3), "its severity \"purple\" cannot be read"));
}

TEST_CASE("a rule with a duration waits for it, through a restart, and no longer than it holds") {
    House house(alert_settings());
    const auto slow = alert("slow", {{"alertname", "SlowAPI"}});
    tells(house, {slow});
    CHECK(incidents_of(house) == 0);
    SUBCASE("it holds") {
        house.pass(4min);
        house.restart();
        house.pass(59s);
        CHECK(incidents_of(house) == 0);
        tells(house, {slow});
        house.pass(1s);
        REQUIRE(incidents_of(house) == 1);
        CHECK(house.incident(1).title == "Slow API");
        CHECK(house.incident(1).detected == start + 5min);
    }
    SUBCASE("it is quiet before") {
        house.pass(4min);
        tells(house, {quiet(slow, house.clock.now())});
        house.pass(10min);
        CHECK(incidents_of(house) == 0);
        CHECK(record_of(house, "slow").fired == 1);
    }
    SUBCASE("the bot is away meanwhile") {
        house.clock.advance(1h);
        house.restart();
        house.settle();
        CHECK(incidents_of(house) == 1);
    }
    SUBCASE("another rule decides by then") {
        house.pass(2min);
        auto critical = slow;
        critical.labels = {{"severity", "critical"}};
        tells(house, {critical});
        CHECK(house.incident(1).title == "Anything critical");
        house.pass(10min);
        CHECK(incidents_of(house) == 1);
    }
}

TEST_CASE("what is quiet says so, with a button once all of it is") {
    House house(alert_settings());
    tells(house, {error_rate("instance/1"), error_rate("instance/2")});
    house.pass(26min);
    tells(house, {quiet(error_rate("instance/1"), house.clock.now())});
    CHECK(any_has(said_in_thread(house, 1),
                  "Alert instance/1 is quiet since 14:58 UTC. One other alert still fires."));
    tells(house, {quiet(error_rate("instance/2"), house.clock.now())});
    const auto thread = house.thread(house.card(1).ts);
    const auto& last = thread.back();
    CHECK(has(last.text, "Alert instance/2 is quiet since 14:58 UTC."));
    CHECK(has(last.blocks.dump(), "inc.resolve.open"));
    CHECK(is_open(house.incident(1).state));
    const auto events = kinds(house, 1);
    CHECK(std::ranges::count(events, "alert_quiet") == 2);
    house.pass(4min);
    auto again = error_rate("instance/2");
    again.started = house.clock.now();
    tells(house, {again});
    house.pass(10s);
    CHECK(any_has(said_in_thread(house, 1), "Alert instance/2 was quiet from 14:58 UTC to 15:02 UTC."));
    CHECK(any_has(said_in_thread(house, 1), "Alert instance/2 fired again (2nd time)."));
}

TEST_CASE("a rule may resolve what is quiet, when all of it is and every rule says so") {
    auto settings = alert_settings();
    for (auto& rule : settings.alerts.rules) rule.auto_resolve = rule.name == "API Down";
    House house(settings);
    tells(house, {down()});
    house.pass(5min);
    SUBCASE("all quiet") {
        tells(house, {quiet(down(), house.clock.now() - 1min)});
        const auto incident = house.incident(1);
        CHECK(incident.state == tocsin::State::resolved);
        REQUIRE(incident.resolution.has_value());
        CHECK(incident.resolution->mitigation == "All its alerts are quiet since 14:36 UTC.");
        CHECK(incident.resolution->restored == start + 4min);
    }
    SUBCASE("another still fires") {
        auto other = down();
        other.key = "monitor/2";
        tells(house, {other});
        tells(house, {quiet(down(), house.clock.now())});
        CHECK(is_open(house.incident(1).state));
        tells(house, {quiet(other, house.clock.now())});
        CHECK(house.incident(1).state == tocsin::State::resolved);
    }
    SUBCASE("one came by a rule that does not") {
        auto other = alert("x", {{"service", "api"}}, Severity::sev3);
        tells(house, {other});
        REQUIRE(incidents_of(house) == 1);
        tells(house, {quiet(down(), house.clock.now()), quiet(other, house.clock.now())});
        CHECK(is_open(house.incident(1).state));
    }
}

TEST_CASE(
    "after the end the same alert told again changes nothing, and one that starts later opens another") {
    House house(alert_settings());
    tells(house, {down()});
    house.types(dana, "ack INC-1");
    house.pass(10min);
    house.types(dana, "cancel INC-1 a test");
    const auto ended = house.incident(1);
    tells(house, {down()});
    CHECK(house.incident(1) == ended);
    CHECK(incidents_of(house) == 1);
    auto before = down();
    before.started = start + 5min;
    tells(house, {before});
    CHECK(incidents_of(house) == 1);
    auto later = down();
    later.started = house.clock.now() + 1s;
    house.pass(1min);
    tells(house, {later});
    CHECK(incidents_of(house) == 2);
    CHECK(house.incident(1) == ended);
}

TEST_CASE("what was quiet and fires again after the end opens another incident") {
    House house(alert_settings());
    tells(house, {down()});
    tells(house, {quiet(down(), start)});
    house.types(dana, "cancel INC-1 a test");
    auto again = down();
    again.started = start + 1s;
    house.pass(1min);
    tells(house, {again});
    CHECK(incidents_of(house) == 2);
}

TEST_CASE("a merged incident takes its alerts along") {
    House house(alert_settings());
    tells(house, {error_rate("instance/1")});
    auto web = error_rate("instance/2");
    web.labels["service"] = "web";
    tells(house, {web});
    const auto once_more = [&] {
        house.pass(1min);
        web.started = house.clock.now();
        tells(house, {web});
    };
    once_more();
    tells(house, {quiet(web, house.clock.now())});
    house.types(dana, "ack INC-1");
    house.types(dana, "ack INC-2");
    house.types(dana, "merge INC-2 into INC-1");
    REQUIRE(house.incident(2).state == tocsin::State::merged);
    CHECK(record_of(house, "instance/2").incident == IncidentNumber(1));
    once_more();
    CHECK(incidents_of(house) == 2);
    CHECK(any_has(said_in_thread(house, 1), "Alert instance/2 fired again (3rd time)."));
    tells(house, {quiet(web, house.clock.now())});
    house.pass(10s);
    CHECK(any_has(said_in_thread(house, 1), "Alert instance/2 is quiet since"));
    house.within([&](storage::Tx& tx) { CHECK(tx.outbox_size() == 0); });
}

TEST_CASE("each protocol is answered in its own shape") {
    House house(alert_settings());
    auto told = alert("dedup-1", {}, Severity::sev3);
    auto answer = house.asks(AlertsCame{"pagerduty", {told}, AlertsCame::Manner::pagerduty});
    CHECK(answer.status == 202);
    CHECK(json::parse(answer.body) ==
          json{{"status", "success"}, {"message", "Event processed"}, {"dedup_key", "dedup-1"}});
    answer = house.asks(AlertsCame{"opsgenie", {told}, AlertsCame::Manner::opsgenie});
    CHECK(json::parse(answer.body)["result"] == "Request will be processed");
    CHECK(json::parse(answer.body)["requestId"].get<std::string>().size() == 36);
}

TEST_CASE("a source may say whatever it likes: it is kept within bounds and pings nobody") {
    House house(alert_settings());
    Alert loud = alert(std::string(5000, 'k'), {}, Severity::sev3);
    loud.title = "<!channel> " + std::string(5000, 'x') + "\xff";
    loud.description = std::string(100'000, 'y') + "<!here>";
    loud.link = "https://example.com/|<!here>";
    loud.started = start + 100h;
    for (int i = 0; i < 1000; ++i) loud.labels[fmt::format("label{}", i)] = std::string(5000, 'z');
    CHECK(tells(house, {loud}).status == 202);
    REQUIRE(incidents_of(house) == 1);
    CHECK(house.incident(1).started == start);
    for (const auto& message : house.messages()) {
        CHECK_FALSE(has(message.text, "<!"));
        CHECK_FALSE(has(message.blocks.dump(), "<!channel"));
        CHECK_FALSE(has(message.blocks.dump(), "<!here"));
    }
}

TEST_CASE("what is quiet for long and belongs to no open incident is forgotten") {
    auto settings = alert_settings();
    settings.alerts.keep_quiet = 24h;
    House house(settings);
    tells(house, {alert("a", {}, Severity::sev3), alert("b", {}, Severity::sev3)});
    tells(house, {quiet(alert("a", {}, Severity::sev3), house.clock.now())});
    house.types(dana, "cancel INC-1 a test");
    house.types(dana, "cancel INC-2 a test");
    auto told = down();
    tells(house, {told});
    house.pass(25h);
    house.within([&](storage::Tx& tx) {
        CHECK_FALSE(tx.alert("alertmanager", "a").has_value());
        CHECK(tx.alert("alertmanager", "b").has_value());  // it fires
        CHECK(tx.alert("alertmanager", "monitor/1").has_value());
    });
}

TEST_CASE("the subscription of a topic is confirmed by asking its address once") {
    House house(alert_settings());
    CHECK(
        house.asks(AlertsCame{"topic", {}, AlertsCame::Manner::ids, "https://sns.eu-west-1.amazonaws.com/?t"})
            .status == 202);
    CHECK(house.called_outside == std::vector<std::string>{"https://sns.eu-west-1.amazonaws.com/?t"});
}

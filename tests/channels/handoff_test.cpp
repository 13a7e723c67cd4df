#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bot/base/encoding.h"
#include "bot/channels/answers.h"
#include "bot/channels/betterstack.h"
#include "bot/channels/pagerduty.h"
#include "bot/channels/webhook.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const Pagerduty pagerduty({"https://events.pagerduty.com", Secret("key")});
const Betterstack betterstack({"https://uptime.betterstack.com", Secret("t"), "Platform", "17",
                               "tocsin@example.com"});

Handoff incident(Handoff::What what) {
    return {what,   "sev2", "API Down", "All requests fail.", "Tocsin", "https://tocsin.example.com/i/42",
            "dana", number, "7"};
}

HttpRequest http(const auto& request) {
    REQUIRE(request.has_value());
    return std::get<HttpRequest>(*request);
}

StandardWebhooks scheme(const std::string& current, const std::string& old) {
    auto made = StandardWebhooks::with(Secret(current), Secret(old));
    REQUIRE(made.has_value());
    return *made;
}

std::string secret(char c) {
    return "whsec_" + base64(std::string(24, c));
}

}  // namespace

TEST_CASE("PagerDuty gets one event for each turn, tied together by the incident") {
    const auto request = http(pagerduty.request(dispatch(incident(Handoff::What::triggered)), attempt()));
    CHECK(request.url == "https://events.pagerduty.com/v2/enqueue");
    const json body = json::parse(request.body);
    CHECK(body.at("event_action") == "trigger");
    CHECK(body.at("dedup_key") == "inc-42");
    CHECK(body.at("payload").at("summary") == "INC-42 API Down");
    CHECK(body.at("payload").at("severity") == "error");
    CHECK(body.at("payload").at("timestamp") == "2025-01-01T00:00:00Z");
    for (const auto& [what, action] : {std::pair(Handoff::What::acknowledged, "acknowledge"),
                                       std::pair(Handoff::What::resolved, "resolve")}) {
        const json later = json::parse(http(pagerduty.request(dispatch(incident(what)), attempt())).body);
        CHECK(later == json{{"routing_key", "key"}, {"event_action", action}, {"dedup_key", "inc-42"}});
    }
    auto test_page = dispatch(incident(Handoff::What::triggered));
    test_page.incident.clear();
    CHECK(json::parse(http(pagerduty.request(test_page, attempt())).body).at("dedup_key") ==
          "page/42.1:dana");
}

TEST_CASE(
    "Better Stack pages by all it has for what wakes people, and knows its incident by its own number") {
    const auto request = http(betterstack.request(dispatch(incident(Handoff::What::triggered)), attempt()));
    CHECK(request.url == "https://uptime.betterstack.com/api/v3/incidents");
    CHECK(header(request.headers, "Authorization") == "Bearer t");
    const json body = json::parse(request.body);
    CHECK(body.at("name") == "INC-42 API Down");
    CHECK(body.at("call") == true);
    CHECK(body.at("policy_id") == "17");
    CHECK(body.at("team_name") == "Platform");
    CHECK(body.at("requester_email") == "tocsin@example.com");
    const auto resolved = http(betterstack.request(dispatch(incident(Handoff::What::resolved)), attempt()));
    CHECK(resolved.url == "https://uptime.betterstack.com/api/v3/incidents/7/resolve");
    CHECK(json::parse(resolved.body) == json{{"resolved_by", "dana"}});
    CHECK(http(betterstack.request(dispatch(incident(Handoff::What::acknowledged)), attempt()))
              .url.ends_with("/7/acknowledge"));
    auto unknown = incident(Handoff::What::resolved);
    unknown.id = "../8";
    CHECK(betterstack.request(dispatch(unknown), attempt()).error().kind == ErrorKind::not_found);
}

TEST_CASE("Better Stack: done already is done, and an acknowledgment there is one here") {
    CHECK(std::holds_alternative<Accepted>(
        betterstack.outcome(HttpAnswer{409, {}, R"({"errors":"already resolved"})"})));
    CHECK(std::get<HttpRequest>(betterstack.ask("7", attempt()).at(0)).url ==
          "https://uptime.betterstack.com/api/v3/incidents/7");
    const auto state = [](const json& acknowledged_at) {
        const json body{{"data", {{"id", "7"}, {"attributes", {{"acknowledged_at", acknowledged_at}}}}}};
        return betterstack.reports(HttpAnswer{200, {}, body.dump()}, "7");
    };
    CHECK(state("2025-01-01T00:00:00Z") == std::vector<Report>{Confirmed{"7", ""}});
    CHECK(state(nullptr).empty());
}

TEST_CASE("a gateway gets what to say, to whom, and how to acknowledge") {
    const Webhook webhook({"https://gateway.example.com/in", scheme(secret('a'), ""), true});
    const auto sent = [&](const Content& content) {
        return json::parse(http(webhook.request(dispatch(content), attempt())).body);
    };
    const json text = sent(Text{number, "SEV 1"});
    CHECK(text == json{{"type", "page.sms"},
                       {"timestamp", "2025-01-01T00:00:00Z"},
                       {"data",
                        {{"to", number},
                         {"text", "SEV 1"},
                         {"incident", "INC-42"},
                         {"ack_token", "TOKEN"},
                         {"ack_url", "https://oncall.example.com/a/7Kx9QdRm2VpZ"}}}});
    const json call =
        sent(Call{number, {{"Tocsin.", "Press 1."}, true, "menu", 3}, {{"See your text."}, false, "", 0}});
    CHECK(call.at("type") == "page.call");
    CHECK(call.at("data").at("text") == "Tocsin. Press 1.");
    CHECK(call.at("data").at("voicemail") == "See your text.");
    CHECK(sent(Mail{"dana@example.com", "s", "t", "", "i", "r", true}).at("type") == "page.email");
    CHECK(sent(incident(Handoff::What::resolved)).at("type") == "incident.resolved");
    CHECK_FALSE(webhook.request(dispatch(Push{"x", "t", "t", "", true}), attempt()).has_value());
}

TEST_CASE("a message keeps its identifier over all attempts and is signed with both secrets of a rotation") {
    const Webhook webhook({"https://gateway.example.com/in", scheme(secret('a'), secret('b')), true});
    const auto first = http(webhook.request(dispatch(Text{number, "x"}), attempt()));
    const auto second = http(webhook.request(dispatch(Text{number, "x"}), {now + 1min, "n"}));
    CHECK(header(first.headers, "webhook-id") == header(second.headers, "webhook-id"));
    CHECK(header(first.headers, "webhook-id").starts_with("msg_"));
    CHECK(header(first.headers, "webhook-timestamp") == "1735689600");
    CHECK(header(second.headers, "webhook-timestamp") == "1735689660");
    for (const char c : {'a', 'b', 'c'}) {
        Incoming received{"POST", "page", "", "", first.headers, first.body, now};
        CHECK(scheme(secret(c), "").verify(received).has_value() == (c != 'c'));
    }
}

TEST_CASE("a gateway's secret has to be one") {
    for (const std::string& bad : {std::string(), std::string("canary"), "whsec_" + base64("canary"),
                                   "whsec_" + base64(std::string(65, 'x'))}) {
        const auto made = StandardWebhooks::with(Secret(bad), Secret());
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().message.find("canary") == std::string::npos);
    }
    CHECK_FALSE(StandardWebhooks::with(Secret(secret('a')), Secret("x")).has_value());
}

TEST_CASE("a gateway calls back delivery, failure, acknowledgment and escalation") {
    const auto all = adapters::adapters();
    const auto told = [&](const std::string& type) {
        const json body{{"type", type}, {"data", {{"external_id", "g-1"}, {"ack_token", "TOKEN"}}}};
        const auto reports = adapter(all, "webhook").channel->callback(from_webhook(body.dump()));
        REQUIRE(reports.has_value());
        return *reports;
    };
    CHECK(told("page.acknowledged") == std::vector<Report>{Confirmed{"g-1", "TOKEN"}});
    CHECK(told("page.escalated") == std::vector<Report>{Escalated{"g-1", "TOKEN"}});
    CHECK(told("page.delivered") == std::vector<Report>{Moved{"g-1", "TOKEN", Progress::delivered, "", {}}});
    CHECK(std::get<Moved>(told("page.failed").at(0)).to == Progress::failed);
    CHECK(told("page.pondered").empty());
}

TEST_CASE("any 2xx of a gateway is acceptance, 3xx is not, 410 is the end") {
    const auto all = adapters::adapters();
    const auto& webhook = *adapter(all, "webhook").channel;
    CHECK(webhook.outcome(HttpAnswer{204, {}, ""}) == Outcome(Accepted{}));
    CHECK(webhook.outcome(HttpAnswer{200, {}, R"({"external_id":"g-1"})"}) == Outcome(Accepted{"g-1"}));
    CHECK(std::holds_alternative<Rejected>(webhook.outcome(HttpAnswer{302, {}, ""})));
    CHECK(std::get<Rejected>(webhook.outcome(HttpAnswer{410, {}, ""})).reason ==
          "The webhook's receiver is switched off (HTTP 410).");
}

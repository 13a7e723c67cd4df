#include <doctest/doctest.h>

#include <algorithm>

#include "bot/base/log.h"
#include "bot/web/admin_door.h"
#include "bot/web/attempts.h"
#include "bot/web/public_door.h"
#include "bot/web/target.h"
#include "tests/base/caught_log.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::web;
using net::HttpRequest;

namespace {

const Time now = channels::adapters::now;

net::HttpResponse response(const Taken& taken) {
    REQUIRE(std::holds_alternative<net::HttpResponse>(taken));
    return std::get<net::HttpResponse>(taken);
}
const engine::WebRequest& handed(const Taken& taken) {
    REQUIRE(std::holds_alternative<Handed>(taken));
    return std::get<Handed>(taken).what;
}

HttpRequest get(const std::string& target) {
    return {.method = "GET", .target = target, .peer = "192.0.2.1"};
}

// A callback as the provider sends it to the address that is configured there.
HttpRequest request_of(const channels::Incoming& incoming, const std::string& public_url) {
    HttpRequest request{.method = incoming.method,
                        .target = incoming.url.substr(public_url.size()),
                        .body = incoming.body,
                        .peer = "192.0.2.1"};
    for (const auto& [name, value] : incoming.headers) request.headers.push_back({name, value});
    return request;
}

struct House {
    Metrics metrics;
    PublicDoorSettings settings;

    explicit House(const std::string& adapter = "twilio_sms") {
        const auto all = channels::adapters::adapters();
        settings.channels.keep(channels::adapters::adapter(all, adapter).channel);
    }
    PublicDoor door() { return {settings, metrics}; }
};

}  // namespace

TEST_CASE("the admin door tells the living from the ready, and shows its counts") {
    Metrics metrics;
    metrics.add(engine::Metric::callbacks_refused, {"twilio"});
    CHECK(response(at_admin_door(get("/healthz"), metrics)).status == 200);
    CHECK(std::holds_alternative<engine::ReadinessAsked>(handed(at_admin_door(get("/readyz?x=1"), metrics))));
    const auto page = response(at_admin_door(get("/metrics"), metrics));
    CHECK(net::header(page.headers, "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(page.body.contains("\ntocsin_callbacks_refused_total{provider=\"twilio\"} 1\n"));
    CHECK(response(at_admin_door(get("/"), metrics)).status == 404);
    CHECK(response(at_admin_door(get("/healthz/x"), metrics)).status == 404);
    CHECK(response(at_admin_door({.method = "POST", .target = "/readyz"}, metrics)).status == 405);
}

TEST_CASE("the public door has none of the admin door's pages, and nothing that it does not know") {
    House house;
    auto door = house.door();
    for (const auto* target :
         {"/", "/healthz", "/readyz", "/metrics", "/webhooks", "/webhooks/twilio",
          "/webhooks/twilio/sms/more", "/webhooks/nobody/sms", "/../etc/passwd", "*", ""})
        CHECK_MESSAGE(response(door.take(get(target), now)).status == 404, target);
}

TEST_CASE("an address is the peer's unless a trusted proxy names another") {
    HttpRequest request{.headers = {{"X-Forwarded-For", "203.0.113.9, 198.51.100.7 , 10.0.0.2"}},
                        .peer = "10.0.0.1"};
    CHECK(client_of(request, {}) == "10.0.0.1");
    CHECK(client_of(request, {"10.0.0.1"}) == "10.0.0.2");
    CHECK(client_of(request, {"10.0.0.1", "10.0.0.2"}) == "198.51.100.7");
    request.headers.clear();
    CHECK(client_of(request, {"10.0.0.1"}) == "10.0.0.1");
    request.peer = "2001:db8:1:2:3:4:5:6";
    CHECK(client_of(request, {}) == "2001:db8:1:2:");
}

TEST_CASE("whoever tries too often waits until the minute is over, and many people do not fill the memory") {
    Attempts attempts(2);
    CHECK(attempts.count("a", now));
    CHECK_FALSE(attempts.exhausted("a", now));
    CHECK(attempts.count("a", now));
    CHECK(attempts.exhausted("a", now));
    CHECK_FALSE(attempts.count("a", now + 59s));
    CHECK(attempts.count("b", now + 59s));
    CHECK(attempts.count("a", now + 60s));
    for (std::size_t i = 0; i < 2 * Attempts::most_counted; ++i)
        CHECK(attempts.count("n" + std::to_string(i), now));
}

TEST_CASE("an address that guesses is kept out for a minute, and the log names it once each time") {
    const auto guessed = [](Guesses& guesses, Time at, int times) {
        const testing::CaughtLog caught;
        log::configure(log::Level::info, log::Format::json);
        for (int i = 0; i < times; ++i) guesses.count("198.51.100.7", at);
        log::configure(log::Level::off, log::Format::json);
        return caught.text();
    };
    Guesses guesses;
    CHECK(guessed(guesses, now, Guesses::most - 1).empty());
    CHECK_FALSE(guesses.exhausted("198.51.100.7", now));
    const auto line = guessed(guesses, now, 1);
    CHECK(guesses.exhausted("198.51.100.7", now));
    CHECK_FALSE(guesses.exhausted("198.51.100.8", now));
    CHECK(line.contains("\"from\":\"198.51.100.7\""));
    CHECK(std::ranges::count(line, '\n') == 1);
    CHECK(guessed(guesses, now + 59s, 3 * Guesses::most).empty());
    CHECK(guessed(guesses, now + 60s, 3 * Guesses::most).contains("198.51.100.7"));
}

TEST_CASE("every provider's signed callback comes in, and unsigned or altered ones are refused and counted") {
    for (const auto& adapter : channels::adapters::adapters()) {
        if (!adapter.callback) continue;
        INFO(adapter.name);
        const auto signed_one = adapter.callback(adapter.callback_path, now);
        const auto end = signed_one.url.find("/webhooks/");
        REQUIRE(end != std::string::npos);
        House house(adapter.name);
        house.settings.public_url = signed_one.url.substr(0, end);
        auto door = house.door();
        const auto good = request_of(signed_one, house.settings.public_url);
        const auto taken = door.take(good, now);
        const auto& what = std::get<engine::CallbackCame>(handed(taken));
        CHECK(what.provider == adapter.channel->provider());
        CHECK(what.path == adapter.callback_path);
        CHECK_FALSE(what.reports.empty());

        auto unsigned_one = good;
        unsigned_one.headers.clear();
        auto altered = good;
        altered.body += "&x=1";
        auto elsewhere = good;
        elsewhere.target += elsewhere.target.contains('?') ? "&x=1" : "?x=1";
        CHECK(response(door.take(unsigned_one, now)).status == 403);
        CHECK(response(door.take(altered, now)).status == 403);
        if (what.provider == "twilio") CHECK(response(door.take(elsewhere, now)).status == 403);
        CHECK(house.metrics.value(engine::Metric::callbacks, {what.provider}) == 1);
        CHECK(house.metrics.value(engine::Metric::callbacks_refused, {what.provider}) >= 2);
    }
}

TEST_CASE("a page's link is looked at and pressed, and every page comes with what keeps it to itself") {
    House house;
    auto door = house.door();
    const auto opened = door.take(get("/a/7Kx9QdRm2VpZ"), now);
    CHECK(std::get<engine::LinkOpened>(handed(opened)).token == "7Kx9QdRm2VpZ");
    auto press = get("/a/7Kx9QdRm2VpZ");
    press.method = "POST";
    press.headers = {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}};
    press.body = "view=1.2&press=ack&text=a+b";
    const auto pressed_now = door.take(press, now);
    const auto& pressed = std::get<engine::LinkPressed>(handed(pressed_now));
    CHECK(pressed.view == "1.2");
    CHECK(pressed.press == "ack");
    CHECK(pressed.text == "a b");

    press.headers = {{"Sec-Fetch-Site", "cross-site"}};
    CHECK(response(door.take(press, now)).status == 403);
    press.method = "DELETE";
    CHECK(response(door.take(press, now)).status == 405);
    const auto page = response_of({200, {{"Content-Type", "text/html; charset=utf-8"}}, "x"});
    CHECK(net::header(page.headers, "Cache-Control") == "no-store");
    CHECK(net::header(page.headers, "Referrer-Policy") == "no-referrer");
    CHECK(net::header(page.headers, "X-Robots-Tag") == "noindex, nofollow");
    CHECK(net::header(page.headers, "Content-Security-Policy").contains("frame-ancestors 'none'"));
    CHECK(response(door.take(get("/style.css"), now)).body.contains("prefers-color-scheme"));
}

TEST_CASE("one link is looked at twenty times a minute, and whoever guesses links is stopped for a minute") {
    House house;
    auto door = house.door();
    for (int i = 0; i < 20; ++i)
        CHECK(std::holds_alternative<Handed>(door.take(get("/a/7Kx9QdRm2VpZ"), now)));
    const auto stopped = response(door.take(get("/a/7Kx9QdRm2VpZ"), now));
    CHECK(stopped.status == 429);
    CHECK(net::header(stopped.headers, "Retry-After") == "60");
    CHECK(stopped.body.contains("Too many tries."));
    CHECK(std::holds_alternative<Handed>(
        door.take({.method = "POST", .target = "/a/7Kx9QdRm2VpZ", .peer = "192.0.2.1"}, now)));
    CHECK(std::holds_alternative<Handed>(door.take(get("/a/AAAAAAAAAAAA"), now)));
    CHECK(std::holds_alternative<Handed>(door.take(get("/a/7Kx9QdRm2VpZ"), now + 1min)));

    for (int i = 0; i < 10; ++i) CHECK(response(door.take(get("/a/short"), now)).status == 404);
    for (int i = 0; i < 10; ++i) door.guessed("192.0.2.1", now);
    CHECK(response(door.take(get("/a/BBBBBBBBBBBB"), now)).status == 429);
    auto somebody_else = get("/a/BBBBBBBBBBBB");
    somebody_else.peer = "192.0.2.2";
    CHECK(std::holds_alternative<Handed>(door.take(somebody_else, now)));
    CHECK(std::holds_alternative<Handed>(door.take(get("/a/BBBBBBBBBBBB"), now + 1min)));
}

TEST_CASE("the calendar is for whoever has a token, in each of the ways that calendars know") {
    House house;
    house.settings.tokens = {{"one", Secret("first-token"), {Scope::read}, {}},
                             {"two", Secret("second-token"), {Scope::act, Scope::read}, {}},
                             {"blind", Secret("third-token"), {Scope::act}, {}}};
    auto door = house.door();
    auto asks = [&](const std::string& target, std::vector<net::Header> headers, const std::string& peer) {
        auto request = get(target);
        request.headers = std::move(headers);
        request.peer = peer;
        return door.take(request, now);
    };
    const auto taken = asks("/oncall.ics?schedule=primary&person=dana&token=second-token", {}, "192.0.2.3");
    const auto& asked = std::get<engine::CalendarAsked>(handed(taken));
    CHECK(asked.schedule == "primary");
    CHECK(asked.person == "dana");
    CHECK(std::holds_alternative<Handed>(
        asks("/oncall.ics", {{"Authorization", "Bearer first-token"}}, "192.0.2.3")));
    CHECK(std::holds_alternative<Handed>(
        asks("/oncall.ics", {{"Authorization", "Basic dXNlcjpmaXJzdC10b2tlbg=="}}, "192.0.2.3")));
    for (const auto* wrong :
         {"", "Bearer", "Bearer x", "Bearer first-toke", "Bearer third-token", "Basic !!!", "Basic eA=="}) {
        const auto refused = response(asks("/oncall.ics", {{"Authorization", wrong}}, "192.0.2.3"));
        CHECK(refused.status == 401);
        CHECK_FALSE(net::header(refused.headers, "WWW-Authenticate").empty());
    }
    for (int i = 0; i < 20; ++i) asks("/oncall.ics?token=guess", {}, "192.0.2.4");
    CHECK(response(asks("/oncall.ics?token=first-token", {}, "192.0.2.4")).status == 429);
    house.settings.tokens.clear();
    auto without = house.door();
    CHECK(response(without.take(get("/oncall.ics"), now)).status == 401);
}

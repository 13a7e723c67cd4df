#include <doctest/doctest.h>

#include "bot/web/public_door.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::web;

namespace {

const Time now = channels::adapters::now;

struct Doorway {
    Metrics metrics;
    PublicDoor door{{{}, {}, {}, {}, {}, {"tocsin.example.com"}}, metrics};

    static net::HttpRequest request(const std::string& method, const std::string& target) {
        return {.method = method,
                .target = target,
                .headers = {{"Host", "Tocsin.example.com:8443"}},
                .peer = "192.0.2.1"};
    }
    net::HttpResponse refused(const net::HttpRequest& asked, Time at = now) {
        const auto taken = door.take(asked, at);
        REQUIRE(std::holds_alternative<net::HttpResponse>(taken));
        return std::get<net::HttpResponse>(taken);
    }
    engine::SiteAsked handed(const net::HttpRequest& asked) {
        const auto taken = door.take(asked, now);
        REQUIRE(std::holds_alternative<Handed>(taken));
        return std::get<engine::SiteAsked>(std::get<Handed>(taken).what);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Doorway, "signed-in pages are there under their own host name alone") {
    for (const auto* target : {"/", "/i/1", "/me", "/runbooks", "/oncall", "/sign-in/abc"}) {
        CHECK_MESSAGE(handed(request("GET", target)).session.empty(), target);
        auto elsewhere = request("GET", target);
        elsewhere.headers = {{"Host", "status.example.com"}};
        CHECK_MESSAGE(refused(elsewhere).status == 404, target);
        elsewhere.headers.clear();
        CHECK_MESSAGE(refused(elsewhere).status == 404, target);
    }
    PublicDoor without({}, metrics);
    CHECK(std::get<net::HttpResponse>(without.take(request("GET", "/"), now)).status == 404);
}

TEST_CASE_FIXTURE(Doorway, "the session is read out of its cookie, among others and however it is written") {
    auto asked = request("GET", "/i/1?x=1");
    asked.headers.push_back({"Cookie", "a=b; __Host-tocsin=secret ;c"});
    asked.headers.push_back({"User-Agent", "Firefox"});
    const auto taken = handed(asked);
    CHECK(taken.session == "secret");
    CHECK(taken.browser == "Firefox");
    CHECK(taken.path == std::vector<std::string>{"i", "1"});
    CHECK(taken.query == "x=1");
    CHECK_FALSE(taken.press);
    for (const auto* cookies : {"", ";", "=", "x__Host-tocsin=secret", "__host-tocsin=secret"}) {
        asked.headers[1].value = cookies;
        CHECK_MESSAGE(handed(asked).session.empty(), cookies);
    }
}

TEST_CASE_FIXTURE(Doorway, "a form counts from our own pages alone, and is bounded") {
    auto press = request("POST", "/i/1");
    press.body = "press=ack";
    CHECK(handed(press).form == "press=ack");
    for (const auto* site : {"cross-site", "same-site"}) {
        press.headers = {{"Host", "tocsin.example.com"}, {"Sec-Fetch-Site", site}};
        CHECK(refused(press).status == 403);
    }
    press.headers = {{"Host", "tocsin.example.com"}, {"Sec-Fetch-Site", "same-origin"}};
    CHECK(handed(press).press);
    press.body = std::string(1'100'000, 'x');
    CHECK(refused(press).status == 413);
    CHECK(refused(request("PUT", "/i/1")).status == 405);
    CHECK(refused(request("GET", "/i/1/2/3/4/5")).status == 404);
    CHECK(refused(request("GET", "/i/" + std::string(300, '1'))).status == 404);
}

TEST_CASE_FIXTURE(Doorway,
                  "one address cannot ask for ever, and guessing links closes the door for a minute") {
    for (int i = 0; i < 300; ++i) handed(request("GET", "/"));
    CHECK(refused(request("GET", "/")).status == 429);
    CHECK(std::holds_alternative<Handed>(door.take(request("GET", "/"), now + 1min)));
    const auto guess = door.take(request("GET", "/sign-in/abc"), now + 1min);
    CHECK(std::get<Handed>(guess).client == "192.0.2.1");
    for (int i = 0; i < 20; ++i) door.guessed("192.0.2.1", now + 2min);
    CHECK(refused(request("GET", "/sign-in/abc"), now + 2min).status == 429);
}

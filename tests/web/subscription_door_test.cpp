#include "bot/web/subscription_door.h"

#include <doctest/doctest.h>

#include "bot/web/public_door.h"

using namespace tocsin;
using namespace tocsin::web;
using net::HttpRequest;
using What = engine::SubscriptionCame::What;

namespace {

const Time now = time_from_unix(1'737'469'920);
const std::string link = "/status/subscription/0123456789abcdef0123456789abcdef";

HttpRequest request(const std::string& method, const std::string& target, const std::string& body = "") {
    return {.method = method, .target = target, .body = body, .peer = "192.0.2.1"};
}

struct Door {
    Metrics metrics;
    PublicDoor door{{}, metrics};

    engine::SubscriptionCame handed(const HttpRequest& request) {
        const auto taken = door.take(request, now);
        REQUIRE(std::holds_alternative<Handed>(taken));
        CHECK(std::get<Handed>(taken).client.empty());  // a wrong link is no guess: nobody guesses 128 bits
        const auto& what = std::get<Handed>(taken).what;
        REQUIRE(std::holds_alternative<engine::SubscriptionCame>(what));
        return std::get<engine::SubscriptionCame>(what);
    }
    int status(const HttpRequest& request, Time at = now) {
        const auto taken = door.take(request, at);
        return std::holds_alternative<Handed>(taken) ? 200 : std::get<net::HttpResponse>(taken).status;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Door, "a form asks, a look changes nothing, a button confirms or leaves") {
    const auto asked = handed(request("POST", "/status/subscribe", "email=lee%2Bx%40example.com"));
    CHECK(asked.what == What::ask);
    CHECK(asked.text == "lee+x@example.com");
    for (const auto* method : {"GET", "HEAD"}) CHECK(handed(request(method, link)).what == What::look);
    CHECK(handed(request("GET", link + "?press=confirm")).what == What::look);
    for (const auto* body : {"", "press=look", "List-Unsubscribe=Two-Clicks"})
        CHECK(status(request("POST", link, body)) == 400);
    CHECK(handed(request("POST", link, "press=confirm")).what == What::confirm);
    const auto left = handed(request("POST", link, "press=leave"));
    CHECK(left.what == What::leave);
    CHECK(left.text == "0123456789abcdef0123456789abcdef");
    CHECK(status(request("PUT", link)) == 405);
    CHECK(status(request("POST", "/status/subscribe", std::string(5000, 'x'))) == 413);
}

TEST_CASE_FIXTURE(Door, "a mail program's own button leaves, whatever it says of where it comes from") {
    auto one_click = request("POST", link, "List-Unsubscribe=One-Click");
    one_click.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                         {"Sec-Fetch-Site", "cross-site"}};
    CHECK(handed(one_click).what == What::leave);
    auto forged = request("POST", link, "press=confirm");
    forged.headers = {{"Sec-Fetch-Site", "cross-site"}};
    CHECK(status(forged) == 403);
    forged.target = "/status/subscribe";
    forged.body = "email=lee@example.com";
    CHECK(status(forged) == 403);
}

TEST_CASE_FIXTURE(Door, "one click leaves as a form of parts too, and for many people of one mail provider") {
    auto one_click = request("POST", link,
                             "--b-1\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
                             "One-Click\r\n--b-1--\r\n");
    one_click.headers = {{"Content-Type", "multipart/form-data; boundary=\"b-1\""}};
    for (int person = 0; person < 500; ++person) CHECK(handed(one_click).what == What::leave);
    CHECK(status(request("GET", link)) == 200);
    auto other = one_click;
    other.body = "--b-1\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nOne-Click\r\n--b-1--\r\n";
    CHECK(status(other) == 400);
    // What cannot be one of our links is counted.
    one_click.target = "/status/subscription/guess";
    for (int i = 0; i < 60; ++i) (void)status(one_click);
    CHECK(status(one_click) == 429);
}

TEST_CASE_FIXTURE(Door, "a client asks for some mails a day, others are not held back by it") {
    auto ask = request("POST", "/status/subscribe", "email=lee@example.com");
    for (int i = 0; i < 20; ++i) CHECK(status(ask, now + i * 1min) == 200);
    CHECK(status(ask, now + 1h) == 429);
    CHECK(status(ask, now + 23h) == 429);
    CHECK(status(ask, now + 25h) == 200);
    ask.peer = "192.0.2.2";
    CHECK(status(ask, now + 1h) == 200);
}

TEST_CASE_FIXTURE(Door, "a client asks for a few mails a minute, others are not held back by it") {
    const auto ask = request("POST", "/status/subscribe", "email=lee@example.com");
    for (int i = 0; i < 5; ++i) CHECK(status(ask) == 200);
    CHECK(status(ask) == 429);
    auto other = ask;
    other.peer = "192.0.2.2";
    CHECK(status(other) == 200);
    CHECK(status(ask, now + 61s) == 200);
    CHECK(status(request("GET", link)) == 200);
}

TEST_CASE_FIXTURE(Door, "the page with the form is one of the status page's documents") {
    CHECK(status(request("GET", "/status/subscribe")) == 404);  // there is no page
    CHECK(status(request("POST", "/status")) == 405);
}

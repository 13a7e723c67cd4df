#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "bot/base/form.h"
#include "bot/base/text.h"
#include "bot/channels/answers.h"
#include "bot/channels/ntfy.h"
#include "bot/channels/pushover.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const Ntfy ntfy({"https://ntfy.example.com", "tocsin-", Secret("tk_1"), Secret("replies-x7"),
                 Secret("tk_write")});
const Pushover pushover({"https://api.pushover.net", Secret("app")});

Push page(bool urgent) {
    return {"dana", "SEV 1: API Down", "INC-42 API Down", "https://tocsin.example.com/i/42", urgent};
}

HttpRequest http(const auto& request) {
    REQUIRE(request.has_value());
    return std::get<HttpRequest>(*request);
}

HttpAnswer ok(std::string body) {
    return {200, {}, std::move(body)};
}

}  // namespace

TEST_CASE("a push through ntfy goes to the root, urgent and with a button that needs no inbound endpoint") {
    const auto request = http(ntfy.request(dispatch(page(true)), attempt()));
    CHECK(request.url == "https://ntfy.example.com/");
    CHECK(header(request.headers, "Authorization") == "Bearer tk_1");
    const json body = json::parse(request.body);
    CHECK(body.at("topic") == "tocsin-dana");
    CHECK(body.at("priority") == 5);
    CHECK(body.at("click") == "https://tocsin.example.com/i/42");
    CHECK(
        body.at("actions") ==
        json::parse(
            R"([{"action":"http","label":"Acknowledge","url":"https://ntfy.example.com/replies-x7",)"
            R"("method":"POST","body":"ack TOKEN","clear":true,"headers":{"Authorization":"Bearer tk_write"}}])"));
    CHECK(json::parse(http(ntfy.request(dispatch(page(false)), attempt())).body).at("priority") == 3);
}

TEST_CASE("without a reply topic or a token there is no button, and no phone gets our own token") {
    const Ntfy plain({"https://ntfy.sh", "", Secret("tk_1"), Secret(), Secret()});
    CHECK_FALSE(json::parse(http(plain.request(dispatch(page(true)), attempt())).body).contains("actions"));
    CHECK_FALSE(plain.ask_replies(now).has_value());
    auto told = dispatch(page(true));
    told.token.clear();
    CHECK_FALSE(json::parse(http(ntfy.request(told, attempt())).body).contains("actions"));
    CHECK(http(ntfy.request(dispatch(page(true)), attempt())).body.find("tk_1") == std::string::npos);
}

TEST_CASE("ntfy's messages stay below 4,096 bytes and whole") {
    auto long_one = page(true);
    long_one.text.clear();
    for (int i = 0; i < 3000; ++i) long_one.text += "é";
    const json body = json::parse(http(ntfy.request(dispatch(long_one), attempt())).body);
    CHECK(body.at("message").get<std::string>().size() <= 4096);
    CHECK(body.at("message").get<std::string>().size() > 4000);
}

TEST_CASE("presses are read from the reply topic, with an overlap") {
    CHECK(http(ntfy.ask_replies(now)).url ==
          "https://ntfy.example.com/replies-x7/json?poll=1&since=1735689540");
    const auto answer =
        ok("{\"id\":\"a\",\"time\":1,\"event\":\"open\"}\n"
           "{\"id\":\"b\",\"time\":1,\"event\":\"message\",\"message\":\"ack TOKEN\"}\n"
           "{\"id\":\"c\",\"time\":2,\"event\":\"message\",\"message\":\"hello\"}\n"
           "{\"id\":\"d\",\"time\":2,\"event\":\"keepalive\",\"message\":\"ack X\"}\n"
           "not json\n"
           "{\"id\":\"e\",\"time\":2,\"event\":\"message\",\"message\":\"ack \"}\n"
           "{\"id\":\"f\",\"time\":3,\"event\":\"message\",\"message\":\"ack OTHER\"}");
    CHECK(ntfy.reports(answer, "") == std::vector<Report>{Confirmed{"", "TOKEN"}, Confirmed{"", "OTHER"}});
}

TEST_CASE("an urgent push through Pushover is repeated until it is acknowledged or stopped") {
    const auto request = http(pushover.request(dispatch(page(true)), attempt()));
    CHECK(request.url == "https://api.pushover.net/1/messages.json");
    const auto sent = read_form(request.body);
    CHECK(field_of(sent, "user") == "dana");
    CHECK(field_of(sent, "priority") == "2");
    CHECK(field_of(sent, "retry") == "60");
    CHECK(field_of(sent, "expire") == "3600");
    CHECK(field_of(sent, "url") == "https://tocsin.example.com/i/42");
    const auto quiet = read_form(http(pushover.request(dispatch(page(false)), attempt())).body);
    CHECK(field_of(quiet, "priority") == "0");
    CHECK(field_of(quiet, "retry").empty());
    CHECK(http(pushover.stop("rcpt1", attempt())).url ==
          "https://api.pushover.net/1/receipts/rcpt1/cancel.json");
}

TEST_CASE("Pushover's limits are kept and a message is never empty") {
    auto long_one = page(true);
    long_one.title = std::string(1000, 't');
    long_one.text = std::string(5000, 'x');
    long_one.link = "https://example.com/" + std::string(600, 'x');
    const auto sent = read_form(http(pushover.request(dispatch(long_one), attempt())).body);
    CHECK(utf16_length(field_of(sent, "title")) <= 250);
    CHECK(utf16_length(field_of(sent, "message")) <= 1024);
    CHECK(field_of(sent, "url").empty());
    auto empty = page(true);
    empty.text.clear();
    CHECK(field_of(read_form(http(pushover.request(dispatch(empty), attempt())).body), "message") ==
          "SEV 1: API Down");
}

TEST_CASE("a receipt tells delivery, acknowledgment and expiry") {
    const auto request = std::get<HttpRequest>(pushover.ask("rcpt1", attempt()).at(0));
    CHECK(request.method == "GET");
    CHECK(request.url == "https://api.pushover.net/1/receipts/rcpt1.json?token=app");
    CHECK(pushover.reports(ok(R"({"status":1,"acknowledged":0,"last_delivered_at":0,"expired":0})"), "rcpt1")
              .empty());
    CHECK(pushover.reports(ok(R"({"status":1,"acknowledged":1,"last_delivered_at":1735689600,"expired":0})"),
                           "rcpt1") ==
          std::vector<Report>{Moved{"rcpt1", "", Progress::delivered, "", {}}, Confirmed{"rcpt1", ""}});
    CHECK(pushover.reports(ok(R"({"status":1,"acknowledged":0,"last_delivered_at":0,"expired":1})"),
                           "rcpt1") == std::vector<Report>{Moved{"rcpt1", "", Progress::no_answer, "", {}}});
}

TEST_CASE("Pushover says whose fault it is: the person's key, our token, the month") {
    const auto why = [](int status, std::string body) {
        return std::get<Rejected>(pushover.outcome(HttpAnswer{status, {}, std::move(body)})).why;
    };
    CHECK(why(400, R"({"user":"invalid","errors":["user identifier is invalid"],"status":0})") ==
          Rejected::Why::address);
    CHECK(why(400, R"({"token":"invalid","errors":["application token is invalid"],"status":0})") ==
          Rejected::Why::configuration);
    CHECK(why(429, "") == Rejected::Why::configuration);
    CHECK(std::get<Accepted>(pushover.outcome(ok(R"({"status":1,"request":"r"})"))).id.empty());
}

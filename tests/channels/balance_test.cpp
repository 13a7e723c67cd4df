// What is left on an account, as its provider says it; and what an account without money means for a page.
#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "bot/channels/answers.h"
#include "bot/channels/twilio_sms.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::channels;
using namespace tocsin::channels::adapters;
using nlohmann::json;

namespace {

const std::vector<Adapter> all = adapters::adapters();
const TwilioSms twilio(twilio_account(true));
const std::string sid = twilio_account(true).account_sid;

std::optional<Balance> read(const json& body, int status = 200) {
    return twilio.balance(HttpAnswer{status, {}, body.dump()});
}
json says(const json& balance, const json& currency = "USD") {
    return {{"account_sid", sid}, {"balance", balance}, {"currency", currency}};
}

void is_our_fault(const std::string& name, int status, const std::string& body) {
    CAPTURE(name);
    CAPTURE(status);
    CAPTURE(body);
    const auto outcome = adapter(all, name).channel->outcome(HttpAnswer{status, {}, body});
    REQUIRE(std::holds_alternative<Rejected>(outcome));
    CHECK(std::get<Rejected>(outcome).why == Rejected::Why::configuration);
}

}  // namespace

TEST_CASE("Twilio is asked for the balance as it is asked for everything") {
    const auto request = twilio.ask_balance(attempt());
    REQUIRE(request);
    const auto& http = std::get<HttpRequest>(*request);
    CHECK(http.method == "GET");
    CHECK(http.url == "https://api.twilio.com/2010-04-01/Accounts/" + sid + "/Balance.json");
    CHECK(http.body.empty());
    const auto replies = *TwilioSms(twilio_account(false)).ask_replies(now);
    CHECK(http.headers == std::get<HttpRequest>(replies).headers);
}

TEST_CASE("a provider is asked once, not once for each means") {
    std::map<std::string, std::size_t> asking;  // by provider, of calls and of texts with an inbound endpoint
    for (const auto* name : {"twilio_voice", "twilio_sms", "vonage_voice", "vonage_sms"}) {
        const auto& channel = *adapter(all, name).channel;
        asking[std::string(channel.provider())] += channel.ask_balance(attempt()) ? 1U : 0U;
    }
    CHECK(asking == std::map<std::string, std::size_t>{{"twilio", 1}, {"vonage", 0}});
    CHECK_FALSE(adapter(all, "twilio_studio").channel->ask_balance(attempt()));
}

TEST_CASE("what is left is read, also below zero") {
    CHECK(read(says("12.34")) == Balance{12.34, "USD"});
    CHECK(read(says("0")) == Balance{0, "USD"});
    CHECK(read(says("-0.3500", "EUR")) == Balance{-0.35, "EUR"});
    CHECK(read(says("100000.5", "JPY")) == Balance{100000.5, "JPY"});
}

TEST_CASE("what is no balance of this account is none") {
    for (const json& amount : {json(12.34), json(nullptr), json(""), json("12,34"), json("1e3"), json("+1"),
                               json(" 1"), json("1 "), json("inf"), json("nan"), json("0x10"), json("--1"),
                               json("$12"), json(std::string(400, '9')), json::array({"1"})}) {
        CAPTURE(amount.dump());
        CHECK_FALSE(read(says(amount)));
    }
    for (const json& currency :
         {json(nullptr), json(""), json("usd"), json("US"), json("USDX"), json("U\nD"), json(840)}) {
        CAPTURE(currency.dump());
        CHECK_FALSE(read(says("1", currency)));
    }
    CHECK_FALSE(read({{"balance", "1"}, {"currency", "USD"}}));
    CHECK_FALSE(read({{"account_sid", "AC1"}, {"balance", "1"}, {"currency", "USD"}}));
    for (const int status : {0, 301, 401, 403, 404, 429, 500}) CHECK_FALSE(read(says("1"), status));
}

TEST_CASE("no adapter reads money in what is something else") {
    for (const Adapter& each : all) {
        for (const int status : {0, 200, 403, 500}) {
            for (const std::string& body : {std::string(), std::string("{}"), std::string("[]"),
                                            std::string("7"), std::string("<html>"), std::string("\xff\xfe"),
                                            std::string(100'000, '['), std::string(2'000'000, ' ')}) {
                CAPTURE(each.name);
                CHECK_FALSE(each.channel->balance(HttpAnswer{status, {}, body}));
            }
        }
        CHECK_FALSE(each.channel->balance(each.good));
    }
}

TEST_CASE("an account without money, or that is suspended, is our fault: the next provider is tried") {
    for (const auto* name : {"twilio_voice", "twilio_sms", "twilio_studio"}) {
        for (const int status : {400, 401, 402, 403}) {
            is_our_fault(name, status, "");
            for (const int code : {10001, 20003, 20005, 30002, 90010})
                is_our_fault(name, status, json{{"code", code}, {"status", status}}.dump());
        }
    }
    const auto problem = [](const std::string& type) {
        return json{{"type", "https://developer.vonage.com/api-errors" + type}, {"title", "canary"}}.dump();
    };
    for (const auto* name : {"vonage_voice", "vonage_sms"}) {
        for (const int status : {401, 402, 403}) {
            is_our_fault(name, status, "");
            is_our_fault(name, status, problem("#low-balance"));
            is_our_fault(name, status, problem("#unauthorized"));
        }
        for (const int code : {1060, 1070, 1080, 1140})
            is_our_fault(name, 402, problem("/messages#" + std::to_string(code)));
    }
}

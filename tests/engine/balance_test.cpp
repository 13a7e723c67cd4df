// Who learns that a provider's account runs out of money, and when.
#include <algorithm>

#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

// A bot that really runs; Lee is its admin, and Twilio says what is left.
struct Funded : Pager {
    Funded() {
        auto watched = settings();
        watched.rules.admins = {{Target::Kind::person, "lee"}};
        watched.watchdog = Watchdog{"", 5min};
        change(std::move(watched));
    }
    // The time between is skipped: the watchdog alone has something to do every 15 s.
    void hour_passes() {
        clock.set(clock.now() + 1h - 10s);
        pass(10s);
    }
    void says(const std::string& answer) {  // the next time that it is asked
        told["/Balance.json"] = answer;
        hour_passes();
    }
    void leaves(const std::string& amount, const std::string& currency = "USD") {
        says(json{{"account_sid", "AC1"}, {"balance", amount}, {"currency", currency}}.dump());
    }
    std::ptrdiff_t asked() const {
        return std::ranges::count_if(sent, [](const SentRequest& one) {
            return one.method == "GET" &&
                   one.url == "https://api.twilio.com/2010-04-01/Accounts/AC1/Balance.json";
        });
    }
    std::ptrdiff_t texts_saying(std::string_view words) const {
        return std::ranges::count_if(texts(lees_number),
                                     [&](const auto& text) { return has(text.field("Body"), words); });
    }
    std::ptrdiff_t calls_saying(std::string_view words) const {
        return std::ranges::count_if(calls_to(lees_number),
                                     [&](const auto& call) { return has(call.field("Twiml"), words); });
    }
    std::ptrdiff_t messages_saying(std::string_view words) {
        return std::ranges::count_if(direct(lee),
                                     [&](const auto& message) { return has(everything(message), words); });
    }
    void check_told(int low, int empty) {
        CHECK(texts_saying(running_low) == low);
        CHECK(calls_saying(running_low) == 0);
        CHECK(messages_saying(running_low) == low);
        CHECK(texts_saying(nothing_left) == empty);
        CHECK(calls_saying(nothing_left) == empty);
        CHECK(messages_saying(nothing_left) == empty);
    }

    static constexpr std::string_view running_low = "are left at Twilio";
    static constexpr std::string_view nothing_left = "no money is left at Twilio";
};

}  // namespace

TEST_CASE_FIXTURE(Funded, "each provider is asked once a minute after the start, then every hour") {
    CHECK(asked() == 0);
    pass(61s);
    CHECK(asked() == 1);
    pass(59min);
    CHECK(asked() == 1);
    pass(1min);
    CHECK(asked() == 2);
    pass(2h);
    CHECK(asked() == 4);
}

TEST_CASE("a bot that is only tried out asks nobody") {
    Pager pager;
    pager.pass(3h);
    CHECK(pager.sent.empty());
}

TEST_CASE_FIXTURE(Funded,
                  "the admins are told once at a fifth, without a call, and once when nothing is left") {
    leaves("50.00");
    leaves("10.01");
    check_told(0, 0);
    leaves("10.00");
    check_told(1, 0);
    CHECK(texts_saying("Tocsin: 10.00 USD of 50.00 are left at Twilio.") == 1);
    leaves("8.40");
    leaves("0.01");
    check_told(1, 0);
    leaves("-0.35");
    check_told(1, 1);
    CHECK(texts_saying("(-0.35 USD)") == 1);
    leaves("-0.50");
    leaves("-0.50");
    check_told(1, 1);
}

TEST_CASE_FIXTURE(Funded, "what falls at once from plenty to nothing is told as nothing alone") {
    leaves("50.00");
    leaves("0.00");
    leaves("0.00");
    check_told(0, 1);
}

TEST_CASE_FIXTURE(Funded, "what was told is not told again after a restart, and the highest is remembered") {
    leaves("50.00");
    restart();
    leaves("8.40");
    check_told(1, 0);
    restart();
    leaves("8.30");
    check_told(1, 0);
    leaves("0.00");
    restart();
    leaves("0.00");
    check_told(1, 1);
}

TEST_CASE_FIXTURE(Funded, "after a top-up a new fall is told anew, of what there was then") {
    leaves("100.00");
    leaves("15.00");
    leaves("-1.00");
    check_told(1, 1);
    leaves("30.00");
    leaves("7.00");
    check_told(1, 1);
    leaves("6.00");
    check_told(2, 1);
    CHECK(texts_saying("6.00 USD of 30.00") == 1);
    leaves("0.00");
    check_told(2, 2);
}

TEST_CASE_FIXTURE(Funded, "a refund is no top-up, nor is money that leaves the account below zero") {
    leaves("50.00");
    leaves("30.00");
    leaves("30.40");
    leaves("9.00");
    check_told(1, 0);
    leaves("9.50");
    leaves("9.00");
    check_told(1, 0);
    leaves("-300.00");
    check_told(1, 1);
    leaves("-20.00");
    leaves("-40.00");
    check_told(1, 1);
}

TEST_CASE_FIXTURE(Funded, "an account in another currency begins anew") {
    leaves("5000.00", "JPY");
    leaves("40.00", "USD");
    check_told(0, 0);
    leaves("8.00", "USD");
    check_told(1, 0);
}

TEST_CASE_FIXTURE(Funded, "an answer that cannot be read, or none, tells nobody and is asked for again") {
    leaves("50.00");
    for (const auto* answer : {"", "{}", "<html>", R"({"account_sid":"AC1","balance":0,"currency":"USD"})",
                               R"({"account_sid":"AC2","balance":"0","currency":"USD"})",
                               R"({"account_sid":"AC1","balance":null,"currency":null})"})
        says(answer);
    provider = [working = provider](const channels::Request& request) -> channels::Answer {
        (void)working(request);
        return channels::HttpAnswer{};
    };
    const auto before = asked();
    hour_passes();
    hour_passes();
    CHECK(asked() == before + 2);
    check_told(0, 0);
}

TEST_CASE_FIXTURE(Funded, "the balance stands among the metrics for as long as it is known") {
    pass(30min);
    CHECK_FALSE(stands(Metric::provider_balance, {"twilio"}));
    leaves("12.34");
    pass(10s);
    CHECK(standing(Metric::provider_balance, {"twilio"}) == 12.34);
    restart();
    pass(10s);
    CHECK(standing(Metric::provider_balance, {"twilio"}) == 12.34);
    says("{}");
    CHECK(standing(Metric::provider_balance, {"twilio"}) == 12.34);
    for (int hour = 0; hour < 3; ++hour) says("{}");
    CHECK_FALSE(stands(Metric::provider_balance, {"twilio"}));
}

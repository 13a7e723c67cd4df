#include "templates/watchdog_texts.h"

#include <doctest/doctest.h>

#include "bot/base/gsm7.h"

using namespace tocsin;
using namespace tocsin::templates;

TEST_CASE("what is left at a provider is said with its currency and what there was") {
    CHECK(low_balance_text("twilio", 8.4, 50, "USD") ==
          "Tocsin: 8.40 USD of 50.00 are left at Twilio. Without money no call and no text leaves there. "
          "Top up the account.");
    CHECK(no_balance_text("twilio", -0.35, "USD") ==
          "Tocsin: no money is left at Twilio (-0.35 USD). Without it no call and no text leaves there. "
          "Top up the account now.");
}

TEST_CASE("whatever is told of an account, a limit or a host is said in one segment") {
    constexpr int many = 1'000'000;
    CHECK(fits_one_segment(spending_text(many - 1, many)));
    CHECK(fits_one_segment(spending_text(many, many)));
    CHECK(fits_one_segment(lost_store_text("a-host-with-a-name-that-is-longer-than-any-text")));
    constexpr double most = 999'999'999'999.99;
    for (const auto* provider : {"twilio", "a-provider-with-a-name-that-is-long", "", "数据"}) {
        CHECK(fits_one_segment(low_balance_text(provider, most / 5, most, "USD")));
        CHECK(fits_one_segment(no_balance_text(provider, -most, "USD")));
    }
}

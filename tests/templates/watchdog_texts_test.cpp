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

TEST_CASE("however much there is or was, it is said in one segment") {
    constexpr double most = 999'999'999'999.99;
    for (const auto* provider : {"twilio", "a-provider-with-a-name-that-is-long", "", "数据"}) {
        CHECK(fits_one_segment(low_balance_text(provider, most / 5, most, "USD")));
        CHECK(fits_one_segment(no_balance_text(provider, -most, "USD")));
    }
}

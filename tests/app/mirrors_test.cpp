#include "bot/app/mirrors.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace tocsin::app;

TEST_CASE("other status pages are asked where they are, or where the configuration says") {
    const auto made = make_mirrors({{"statuspage", "p1", "", Secret("one")},
                                    {"betterstack", "7", "", Secret("two")},
                                    {"statuspage", "p2", "http://127.0.0.1:8/", Secret("three")}});
    REQUIRE(made.size() == 3);
    const auto asks = [&](const char* name) { return made.at(name)->ask_components(1).url; };
    CHECK(asks("statuspage/p1").starts_with("https://api.statuspage.io/v1/pages/p1/"));
    CHECK(asks("betterstack/7").starts_with("https://uptime.betterstack.com/api/v2/status-pages/7/"));
    CHECK(asks("statuspage/p2").starts_with("http://127.0.0.1:8/pages/p2/"));
}

TEST_CASE("a page without a token is switched off") {
    CHECK(make_mirrors({{"statuspage", "p1", "", Secret()}}).empty());
}

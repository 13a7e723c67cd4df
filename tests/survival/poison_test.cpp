#include <doctest/doctest.h>

#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr int killed = 137;

// How often it dies, started again each time as systemd does, until it lives.
int deaths(Troubled& house, const std::string& item, const std::function<void()>& poke) {
    for (int count = 0; count < 20; ++count) {
        house.start({"FAULT_ITEM=" + item});
        poke();
        if (!wait_until([&] { return house.bot().ended(); }, std::chrono::seconds{3})) return count;
        CHECK(house.bot().wait_for_end() == killed);
    }
    return 20;
}

}  // namespace

TEST_CASE("a timer that kills whoever fires it is put away after three deaths, and everybody else is paged") {
    Troubled house;
    CHECK(deaths(house, "timer watchdog", [] {}) == 3);
    CHECK_MESSAGE(house.log().contains("puts it away"), house.log());
    CHECK_MESSAGE(house.is_texted(lees_number, "died 3 times on timer watchdog"), house.log());
    CHECK_MESSAGE(house.pages("one"), house.log());
    CHECK_MESSAGE(house.stop(), house.log());
}

TEST_CASE("an alert that kills whoever takes it is refused after three deaths, and others are taken") {
    Troubled house;
    int last = 0;
    CHECK(deaths(house, "alert bad *", [&] { last = house.tell("bad", "poison", "sev1").status; }) == 3);
    CHECK(last == 500);
    CHECK_MESSAGE(house.is_texted(lees_number, "died 3 times on alert bad"), house.log());
    CHECK_MESSAGE(house.pages("one"), house.log());
    CHECK_MESSAGE(house.stop(), house.log());
}

TEST_CASE("a message that kills whoever makes it is put away after three deaths, and others leave") {
    Troubled house;
    CHECK(deaths(house, "message auth.test", [] {}) == 3);
    CHECK_MESSAGE(house.pages("one"), house.log());
    CHECK_MESSAGE(house.stop(), house.log());
}

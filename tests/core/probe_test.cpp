#include "bot/core/probe.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

Monitor monitor() {
    Monitor one;
    one.name = "api-health";
    one.url = "https://api.example.com/health";
    return one;
}

Look fine() {
    Look look;
    look.status = 200;
    look.took = 80ms;
    return look;
}

}  // namespace

TEST_CASE("a look is judged by answer, status, body and time") {
    auto strict = monitor();
    strict.contains = "ok";
    strict.slower_than = 2s;
    CHECK(fault_of(strict, fine()).empty());
    auto look = fine();
    look.problem = "api.example.com: no answer in time";
    CHECK(fault_of(strict, look) == "api.example.com: no answer in time");
    look = fine();
    look.status = 503;
    CHECK(fault_of(strict, look) == "status 503 instead of 200");
    look = fine();
    look.has_text = false;
    CHECK(fault_of(strict, look) == "the answer does not contain \"ok\"");
    look = fine();
    look.took = 2001ms;
    CHECK(fault_of(strict, look) == "the answer took 2001 ms");
    look.took = 2s;
    CHECK(fault_of(strict, look).empty());
    CHECK(fault_of(monitor(), look).empty());
}

TEST_CASE("a monitor is down after failures in a row, and up after good looks in a row") {
    auto one = monitor();
    one.failures = 3;
    one.recoveries = 2;
    Standing standing;
    CHECK(take_look(standing, one, false, false) == MonitorChange::none);
    CHECK(take_look(standing, one, false, false) == MonitorChange::none);
    CHECK(take_look(standing, one, false, true) == MonitorChange::none);
    CHECK(take_look(standing, one, false, false) == MonitorChange::none);
    CHECK(take_look(standing, one, false, false) == MonitorChange::none);
    CHECK(take_look(standing, one, false, false) == MonitorChange::went_down);
    CHECK(take_look(standing, one, true, false) == MonitorChange::none);
    CHECK(take_look(standing, one, true, true) == MonitorChange::none);
    CHECK(take_look(standing, one, true, false) == MonitorChange::none);
    CHECK(take_look(standing, one, true, true) == MonitorChange::none);
    CHECK(take_look(standing, one, true, true) == MonitorChange::came_up);
    CHECK(take_look(standing, one, false, true) == MonitorChange::none);
}

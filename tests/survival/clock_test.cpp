#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

// The wall clock of a program, moved while it runs; its other clocks go on as they do.
class MovedClock {
  public:
    explicit MovedClock(const std::string& file) : file_(file) { set("+0"); }

    bool can_be() const { return !sanitized && std::filesystem::exists(library); }
    void set(const std::string& offset) const {
        std::ofstream(file_ + ".new") << offset << "\n";
        std::filesystem::rename(file_ + ".new", file_);
    }
    std::vector<std::string> environment() const {
        return {"LD_PRELOAD=" + std::string(library), "FAKETIME_TIMESTAMP_FILE=" + file_,
                "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_RESET=1"};
    }

  private:
    static constexpr const char* library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    std::string file_;
};

// A program whose clock the test moves; nothing where it cannot be moved.
struct MovedHouse {
    explicit MovedHouse(const std::string& timeout = "10m") : house({}, timeout) {}

    Troubled house;
    MovedClock clock{house.scratch("clock")};

    bool starts() {
        if (!clock.can_be()) {
            MESSAGE("skipped: Debian's package faketime is not installed, or a sanitizer is in its way");
            return false;
        }
        house.start(clock.environment());
        return true;
    }
};

const auto steps = {"+3600", "-3600", "+86400"};

}  // namespace

TEST_CASE("a clock that is set forth or back by an hour or a day keeps no alert from paging") {
    for (const auto* step : steps) {
        CAPTURE(step);
        MovedHouse moved;
        auto& [house, clock] = moved;
        if (!moved.starts()) return;
        CHECK_MESSAGE(house.pages("before"), house.log());
        clock.set(step);
        CHECK_MESSAGE(house.pages("during"), house.log());
        clock.set("+0");
        CHECK_MESSAGE(house.pages("after"), house.log());
        CHECK_MESSAGE(house.stop(), house.log());
        for (const auto& [key, is_there] : house.stored("am", {"before", "during", "after"}))
            CHECK_MESSAGE(is_there, key);
    }
}

TEST_CASE(
    "a clock that is set in the middle of an escalation calls the next level neither early nor late, once") {
    constexpr auto timeout = std::chrono::seconds{10};
    for (const auto* step : steps) {
        CAPTURE(step);
        MovedHouse moved("10s");
        auto& [house, clock] = moved;
        if (!moved.starts()) return;
        const auto told = std::chrono::steady_clock::now();
        REQUIRE_MESSAGE(house.pages("one"), house.log());
        clock.set(step);
        CHECK_MESSAGE(wait_until([&] { return house.log().contains("the clock was set"); }), house.log());
        CHECK_MESSAGE(wait_until([&] { return house.calls_to(lees_number) == 1; }), house.log());
        CHECK(std::chrono::steady_clock::now() - told >= timeout);
        house.slack().slash(lee, "ack INC-1");
        CHECK(wait_until([&] { return house.slack().all_answered(); }));
        clock.set("+0");
        CHECK_MESSAGE(house.pages("two"), house.log());
        CHECK(house.calls_to(lees_number) == 1);
        CHECK_MESSAGE(house.stop(), house.log());
    }
}

TEST_CASE("a bot that starts in 1970 says so, pages at once, and goes on when the clock is right") {
    MovedHouse moved("10s");
    auto& [house, clock] = moved;
    clock.set("@1970-01-01 00:00:10");
    if (!moved.starts()) return;
    CHECK_MESSAGE(house.is_texted(lees_number, "its clock says 1970-01-01"), house.log());
    CHECK_MESSAGE(house.pages("one"), house.log());
    clock.set("+0");
    CHECK_MESSAGE(wait_until([&] { return house.log().contains("the clock can be true again"); }),
                  house.log());
    CHECK_MESSAGE(wait_until([&] { return house.calls_to(lees_number) > 1; }), house.log());
    CHECK_MESSAGE(house.pages("two"), house.log());
    CHECK_MESSAGE(house.stop(), house.log());
}

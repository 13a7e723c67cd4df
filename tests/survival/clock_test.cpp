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

void runs_through(const std::string& step, const std::string& back) {
    Troubled house;
    const MovedClock clock(house.scratch("clock"));
    if (!clock.can_be()) {
        MESSAGE("skipped: Debian's package faketime is not installed, or a sanitizer is in its way");
        return;
    }
    house.start(clock.environment());
    REQUIRE(house.tell("am", "before", "sev1").status == 202);
    REQUIRE_MESSAGE(house.is_texted(danas_number, "Alert before"), house.log());
    clock.set(step);
    CHECK(house.tell("am", "during", "sev1").status == 202);
    CHECK_MESSAGE(house.is_texted(danas_number, "Alert during"), house.log());
    clock.set(back);
    CHECK(house.tell("am", "after", "sev1").status == 202);
    CHECK_MESSAGE(house.is_texted(danas_number, "Alert after"), house.log());
    CHECK_MESSAGE(house.stop(), house.log());
    for (const auto& [key, is_there] : house.stored("am", {"before", "during", "after"}))
        CHECK_MESSAGE(is_there, key);
}

}  // namespace

TEST_CASE("a clock that is set forth or back by an hour or a day keeps no alert from paging") {
    for (const auto& [step, back] : {std::pair{"+3600", "+0"}, {"-3600", "+0"}, {"+86400", "+0"}}) {
        CAPTURE(step);
        runs_through(step, back);
    }
}

TEST_CASE("what becomes due by a step of the clock happens once, and not before") {
    Troubled house;
    const MovedClock clock(house.scratch("clock"));
    if (!clock.can_be()) {
        MESSAGE("skipped: Debian's package faketime is not installed, or a sanitizer is in its way");
        return;
    }
    house.start(clock.environment());
    REQUIRE(house.tell("am", "one", "sev1").status == 202);
    REQUIRE_MESSAGE(house.is_texted(danas_number, "Alert one"), house.log());
    CHECK(house.calls_to(lees_number) == 0);
    clock.set("+660");  // the second level is due
    CHECK_MESSAGE(wait_until([&] { return house.calls_to(lees_number) == 1; }), house.log());
    clock.set("+0");
    clock.set("+660");
    house.slack().slash(lee, "ack INC-1");
    CHECK(wait_until([&] { return house.slack().all_answered(); }));
    clock.set("+4000");
    REQUIRE(house.tell("am", "two", "sev1").status == 202);
    REQUIRE_MESSAGE(house.is_texted(danas_number, "Alert two"), house.log());
    CHECK(house.calls_to(lees_number) == 1);
    CHECK_MESSAGE(house.stop(), house.log());
}

TEST_CASE("a bot that starts in 1970 pages at once, and goes on when the clock is right") {
    Troubled house;
    const MovedClock clock(house.scratch("clock"));
    if (!clock.can_be()) {
        MESSAGE("skipped: Debian's package faketime is not installed, or a sanitizer is in its way");
        return;
    }
    clock.set("@1970-01-01 00:00:10");
    house.start(clock.environment());
    CHECK(house.tell("am", "one", "sev1").status == 202);
    CHECK_MESSAGE(house.is_texted(danas_number, "Alert one"), house.log());
    CHECK(house.log().contains("1970-01-01T00:00:1"));
    clock.set("+0");
    CHECK(house.tell("am", "two", "sev1").status == 202);
    CHECK_MESSAGE(house.is_texted(danas_number, "Alert two"), house.log());
    CHECK_MESSAGE(house.stop(), house.log());
}

// A disk that needs a tenth of a second for every commit: what is acknowledged waits for it, and Slack does
// not wait too long.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr int commands = 40;
constexpr auto interval = std::chrono::milliseconds{137};  // no multiple of a commit
constexpr double commit_ms = 100;
constexpr double slack_allows_ms = 3000;

}  // namespace

TEST_CASE(
    "with a disk that takes 100 ms for a commit Slack hears of each command after its commit, and in time") {
    if (sanitized) {
        MESSAGE("skipped: a sanitizer is in the way of the disk");
        return;
    }
    Troubled house;
    house.start({"LD_PRELOAD=" TOCSIN_SLOW_DISK, fmt::format("SLOW_DISK_MS={}", commit_ms)});
    auto& slack = house.slack();
    // At every point of the commits that those before still need: for themselves, their messages and results.
    auto due = std::chrono::steady_clock::now();
    for (int i = 0; i < commands; ++i, due += interval) {
        REQUIRE(wait_until([&] { return std::chrono::steady_clock::now() >= due; }));
        slack.slash(i % 2 == 0 ? dana : lee, i % 4 == 0
                                                 ? fmt::format("declare sev3 Number {}", i)
                                                 : fmt::format("note INC-{} Look at {}.", i / 4 + 1, i));
    }
    REQUIRE_MESSAGE(wait_until([&] { return slack.all_answered(); }), house.log());
    std::vector<double> times;
    for (const auto& each : slack.entries("ack")) times.push_back(each["after_ms"].get<double>());
    REQUIRE(times.size() >= commands);
    std::ranges::sort(times);
    const auto median = times[times.size() / 2];
    MESSAGE("acknowledged after " << median << " ms in the middle, " << times.front() << " ms at the least, "
                                  << times.back() << " ms at the most");
    CHECK(times.front() >= commit_ms);
    CHECK(median <= 3 * commit_ms);
    CHECK(times.back() <= slack_allows_ms);
    CHECK(house.stop());
    CHECK(house.incidents_stored() == commands / 4);
}

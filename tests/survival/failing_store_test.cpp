// A store that fails when the program starts, and when it takes a new configuration.
#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <fstream>

#include "storage/open_connection.h"
#include "tests/survival/small_disk.h"
#include "tests/survival/troubled.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr int store_error = 5;

// From now on no timer of this kind can be set.
void refuse_timers(const Troubled& house, const std::string& kind) {
    const SystemClock clock;
    const auto made = *storage::open_migrated("sqlite:" + house.store(), clock);
    made->run("CREATE TRIGGER refuse BEFORE INSERT ON timers WHEN NEW.kind = '" + kind +
              "' BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END");
}

}  // namespace

TEST_CASE("a store that fails at the start ends the program with a sentence and its exit code") {
    Troubled house;
    refuse_timers(house, "prune");
    house.start();
    CHECK(house.bot().wait_for_end() == store_error);
    CHECK_MESSAGE(house.log().contains("The bot did not start"), house.log());
    CHECK(house.log().contains("the disk is broken"));
}

TEST_CASE("a store that fails at a reload refuses that, and what was in force goes on") {
    Troubled house;
    refuse_timers(house, "probe");
    house.start();
    std::ifstream before(house.scratch("tocsin.yaml"));
    std::string text{std::istreambuf_iterator<char>(before), {}};
    const std::string alerts = "alerts: {";
    const auto at = text.find(alerts);
    REQUIRE(at != std::string::npos);
    text.insert(at + alerts.size(),
                "monitors: [{name: api, url: 'https://api.example.com/health', every: 30s}], ");
    std::ofstream(house.scratch("tocsin.yaml")) << text;
    house.bot().signal(SIGHUP);
    REQUIRE_MESSAGE(wait_until([&] { return house.log().contains("the old one stays in force"); }),
                    house.log());
    CHECK(house.log().contains("Reload again when the store works"));
    CHECK(house.tell("am", "one", "sev1").status == 202);
    CHECK_MESSAGE(house.is_texted(danas_number, "Alert one"), house.log());
    CHECK(house.stop());
}

TEST_CASE("a disk that became read-only ends a start with a sentence; once it can be written all goes on") {
    const SmallDisk disk("120");
    if (!disk.is_there()) return;
    Troubled house(disk.path());
    house.start();
    CHECK_MESSAGE(house.pages("one"), house.log());
    CHECK(house.stop());
    disk.set_read_only(true);
    house.start();
    CHECK(house.bot().wait_for_end() == store_error);
    CHECK_MESSAGE(house.log().contains("cannot be opened for writing"), house.log());
    disk.set_read_only(false);
    house.start();
    CHECK_MESSAGE(house.pages("two"), house.log());
    CHECK(house.stop());
    const auto stored = house.stored("am", {"one", "two"});
    CHECK(std::ranges::all_of(stored, [](const auto& one) { return one.second; }));
}

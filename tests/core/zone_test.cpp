#include <doctest/doctest.h>

#include "tests/core/schedules.h"
#include "tests/core/zone_folder.h"

using namespace tocsin;
using namespace tocsin::testing;

namespace {

const auto summer = at("2025-07-01T12:00:00Z");

std::string clock_of(const std::optional<Zone>& zone) {
    REQUIRE(zone);
    const std::chrono::hh_mm_ss clock(zone->wall(summer) -
                                      std::chrono::floor<std::chrono::days>(zone->wall(summer)));
    return std::to_string(clock.hours().count()) + "h";
}

std::vector<Zone::Change> found(std::size_t without) {
    Zone::look_again();
    return Zone::changes(without);
}

}  // namespace

TEST_CASE("a zone whose data was updated is another one for whoever loads it from then on") {
    const auto& zones = ZoneFolder::of_this_process();
    zones.moves_to("Europe/Berlin");
    const auto before = Zone::load(ZoneFolder::moving);
    CHECK(clock_of(before) == "14h");
    const auto known = Zone::changes(0).size();
    CHECK(found(known).empty());

    zones.moves_to("Africa/Lagos");
    CHECK(clock_of(Zone::load(ZoneFolder::moving)) == "14h");
    auto changes = found(known);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].name == ZoneFolder::moving);
    CHECK(changes[0].digest.size() == 64);
    CHECK(clock_of(Zone::load(ZoneFolder::moving)) == "13h");
    CHECK(clock_of(before) == "14h");

    for (const bool is_lost : {true, false}) {
        CAPTURE(is_lost);
        const auto now = Zone::changes(0).size();
        is_lost ? zones.loses_it() : zones.breaks_it();
        changes = found(now);
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].digest.empty());
        CHECK(clock_of(Zone::load(ZoneFolder::moving)) == "13h");
        CHECK(found(now + 1).empty());
        zones.moves_to("Africa/Lagos");
        changes = found(now + 1);
        REQUIRE(changes.size() == 1);
        CHECK_FALSE(changes[0].digest.empty());
    }
}

TEST_CASE("a zone that was not there, or could not be read, is found once it can be") {
    const auto& zones = ZoneFolder::of_this_process();
    const auto file = std::filesystem::path(zones.path()) / "Test" / "Later";
    CHECK_FALSE(Zone::load("Test/Later"));
    std::ofstream(file) << "no zone";
    CHECK_FALSE(Zone::load("Test/Later"));
    CHECK_FALSE(Zone::load("Test/Later"));
    std::filesystem::remove(file);
    std::filesystem::copy_file("/usr/share/zoneinfo/Asia/Tokyo", file);
    CHECK(clock_of(Zone::load("Test/Later")) == "21h");
}

TEST_CASE("what is no name of a zone is none") {
    for (const auto* name : {"", "/", ".", "..", "Test", "/etc/passwd", "../../../etc/passwd"}) {
        CAPTURE(name);
        CHECK_FALSE(Zone::load(name));
    }
    CHECK(clock_of(Zone::load("UTC")) == "12h");
}

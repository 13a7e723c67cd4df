// The machine's time zone data is updated while the bot runs.
#include "storage/open_connection.h"
#include "tests/core/zone_folder.h"
#include "tests/engine/pager.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
using tocsin::testing::ZoneFolder;

namespace {

// As this process knows it, too.
const ZoneFolder& zone_like_berlin() {
    const auto& zones = ZoneFolder::of_this_process();
    zones.moves_to("Europe/Berlin");
    Zone::look_again();
    return zones;
}

Settings in_a_moving_zone() {
    auto settings = with_two_schedules(paging_settings());
    settings.rules.schedules.at(ScheduleId("primary")).timezone = ZoneFolder::moving;
    settings.rules.managers = {{Target::Kind::person, "sam"}};
    settings.rules.admins = {{Target::Kind::person, "lee"}};
    settings.instance = "web-1/4711";
    return settings;
}

std::vector<std::string> told(House& house, const std::string& who, std::string_view words) {
    std::vector<std::string> texts;
    for (const auto& message : house.direct(who)) {
        if (has(message.text, words)) texts.push_back(message.text);
    }
    return texts;
}

// The next hand-over is on Monday, by its wall clock at nine.
void hands_over_at(House& house, std::string_view instant) {
    house.pass(*parse_rfc3339(instant) - 1s - house.clock.now());
    CHECK(told(house, lee, "Your on-call shift starts now").empty());
    house.pass(1s);
    CHECK(told(house, lee, "Your on-call shift starts now").size() == 1);
}

// A full disk, late in the step.
std::string store_that_tells_nothing(const storage::testing::TemporaryFolder& folder) {
    const auto url = storage::testing::SqliteFile::url(folder);
    const ManualClock clock(start);
    (*storage::open_migrated(url, clock))
        ->run(
            "CREATE TRIGGER refuse BEFORE INSERT ON notes WHEN NEW.key LIKE 'zone/%'"
            " AND NOT EXISTS (SELECT 1 FROM notes WHERE key = 'room')"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    return url;
}

}  // namespace

TEST_CASE("shifts follow new time zone data within ten minutes, and whoever plans hears what is different") {
    const auto& zones = zone_like_berlin();
    Pager house(in_a_moving_zone());
    house.pass(20min);
    CHECK(told(house, sam, "time zone data").empty());
    zones.moves_to("Europe/Moscow");
    house.pass(10min);
    const auto messages = told(house, sam, "time zone data");
    REQUIRE(messages.size() == 1);
    CHECK(messages[0] ==
          "The time zone data of the machine was updated (Test/Moving). Within 14 days somebody else is on "
          "call by it:\n"
          "Primary On-Call: Monday 2025-01-27 09:00 to Monday 2025-01-27 11:00 (Test/Moving): Lee, and not "
          "Dana\n"
          "Primary On-Call: Monday 2025-02-03 09:00 to Monday 2025-02-03 11:00 (Test/Moving): Dana, and not "
          "Lee\n"
          "Shifts follow the new data. Change one with /incident override @\u2060user.");
    hands_over_at(house, "2025-01-27T06:00:00Z");
    CHECK(told(house, sam, "time zone data").size() == 1);
}

TEST_CASE("a reload looks at the time zone data at once") {
    const auto& zones = zone_like_berlin();
    Pager house(in_a_moving_zone());
    house.settle();
    zones.moves_to("Europe/Moscow");
    house.change(in_a_moving_zone());
    house.settle();
    CHECK(told(house, sam, "time zone data").size() == 1);
}

TEST_CASE("data that changes nothing within fourteen days is followed without a word") {
    const auto& zones = zone_like_berlin();
    Pager house(in_a_moving_zone());
    house.settle();
    zones.moves_to("Africa/Lagos");
    house.pass(10min);
    CHECK(told(house, sam, "time zone data").empty());
    hands_over_at(house, "2025-01-27T08:00:00Z");
}

TEST_CASE("data that cannot be read any more goes on to count, and the admins are told once") {
    const auto& zones = zone_like_berlin();
    Pager house(in_a_moving_zone());
    house.settle();
    zones.loses_it();
    house.pass(30min);
    // Each process for its own machine.
    const std::size_t processes = storage::testing::replicas_are_chosen() ? 2 : 1;
    CHECK(told(house, lee, "cannot be read now").size() == processes);
    REQUIRE(house.texts(lees_number).size() == processes);
    const auto text = house.last_text(lees_number);
    CHECK(has(text, "Test/Moving cannot be read now on web-1/4711"));
    CHECK(text.size() <= 160);
    hands_over_at(house, "2025-01-27T08:00:00Z");
}

TEST_CASE("new time zone data that comes while the store fails is taken by the step that succeeds") {
    const auto& zones = zone_like_berlin();
    const storage::testing::TemporaryFolder folder;
    House house(in_a_moving_zone(), store_that_tells_nothing(folder));
    house.settle();
    zones.moves_to("Europe/Moscow");
    house.clock.advance(10min);
    for (int i = 0; i < 2; ++i) CHECK_THROWS_AS(house.step(), storage::StoreError);
    house.within([](storage::Tx& tx) { tx.set_note("room", "1"); });
    house.settle();
    const auto messages = told(house, sam, "time zone data");
    REQUIRE(messages.size() == 1);
    CHECK(has(messages[0], "Lee, and not Dana"));
    hands_over_at(house, "2025-01-27T06:00:00Z");
}

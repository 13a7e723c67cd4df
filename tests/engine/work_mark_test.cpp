#include "bot/engine/work_mark.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::engine;
using storage::testing::TemporaryFolder;

namespace {

// A process that ends while it has the item in hand.
void die_on(const std::string& file, std::string_view item) {
    WorkMark mark(file, "1");
    mark.begin(item);
}

void die_thrice_on(const std::string& file, std::string_view item, const Clock& clock) {
    for (int deaths = 0; deaths < WorkMark::deaths_of_poison; ++deaths) {
        WorkMark mark(file, "1", clock);
        mark.begin(item);
    }
    const WorkMark next(file, "1", clock);
    REQUIRE(next.is_poison(item));
}

}  // namespace

TEST_CASE("what three processes in a row died on is poison, and stays so") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    for (int deaths = 1; deaths <= 3; ++deaths) {
        die_on(file, "timer escalate/1");
        const WorkMark next(file, "1");
        CHECK(next.is_poison("timer escalate/1") == (deaths == 3));
        CHECK_FALSE(next.is_poison("timer escalate/2"));
        CHECK(next.died_on() == "timer escalate/1");
    }
    {
        const WorkMark later(file, "1");
        CHECK(later.died_on().empty());
        CHECK(later.is_poison("timer escalate/1"));
    }
    CHECK_FALSE(WorkMark(file, "2").is_poison("timer escalate/1"));  // a new program may do better
}

TEST_CASE("what throws past everybody is what the process died on") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    {
        WorkMark mark(file, "1");
        const auto work = [&] {
            const InHand in_hand(mark, "the status page");
            throw std::runtime_error("it cannot be read");
        };
        CHECK_THROWS(work());
    }
    CHECK(WorkMark(file, "1").died_on() == "the status page");
}

TEST_CASE("whoever was handled once is no suspect any more") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    for (int i = 0; i < 2; ++i) die_on(file, "message 7");
    {
        WorkMark mark(file, "1");
        const InHand in_hand(mark, "message 7");
    }
    for (int i = 0; i < 2; ++i) die_on(file, "message 7");
    CHECK_FALSE(WorkMark(file, "1").is_poison("message 7"));
}

TEST_CASE("many suspects and long names are kept apart, the newest of them") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    const std::string long_name(5000, 'x');
    for (int i = 0; i < 100; ++i) die_on(file, "message " + std::to_string(i));
    for (int i = 0; i < 3; ++i) die_on(file, long_name + "a");
    const WorkMark mark(file, "1");
    CHECK(mark.is_poison(long_name + "a"));
    CHECK_FALSE(mark.is_poison(long_name + "b"));
}

TEST_CASE("a file that cannot be used, or holds anything, harms nobody") {
    const TemporaryFolder folder;
    WorkMark nowhere(folder.file("no/such/folder"), "1");
    nowhere.begin("x");
    nowhere.end();
    CHECK_FALSE(nowhere.is_poison("x"));
    for (const char byte : {'\0', '\xFF', 'a'}) {
        const auto file = folder.file("garbage");
        std::ofstream(file, std::ios::binary) << std::string(9000, byte);
        WorkMark mark(file, "1");
        mark.begin("x");
        mark.end();
        CHECK_FALSE(mark.is_poison("x"));
    }
}

TEST_CASE("what was put away is tried once more after an hour, whichever way the clock was set") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    ManualClock clock(storage::testing::start);
    die_thrice_on(file, "timer escalate/1", clock);
    std::int64_t since = 0;
    for (const auto by : {Duration{std::chrono::hours{1}}, Duration{-std::chrono::hours{30}}}) {
        clock.advance(by);
        {
            WorkMark mark(file, "1", clock);
            REQUIRE_FALSE(mark.is_poison("timer escalate/1"));
            since = mark.suspected_since("timer escalate/1");
            CHECK(since != 0);
            mark.begin("timer escalate/1");
        }
        const WorkMark again(file, "1", clock);
        CHECK(again.is_poison("timer escalate/1"));  // one death more is enough
        CHECK(again.suspected_since("timer escalate/1") == since);
    }
    clock.advance(std::chrono::hours{1});
    {
        WorkMark mark(file, "1", clock);
        const InHand in_hand(mark, "timer escalate/1");
    }
    CHECK(WorkMark(file, "1", clock).suspected_since("timer escalate/1") == 0);
}

TEST_CASE("what is not over when it is out of the hand stays a suspect") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    for (int i = 0; i < 2; ++i) die_on(file, "message 7");
    {
        WorkMark mark(file, "1");
        InHand in_hand(mark, "message 7");
        in_hand.is_not_over();
    }
    CHECK(WorkMark(file, "1").died_on().empty());
    die_on(file, "message 7");
    CHECK(WorkMark(file, "1").is_poison("message 7"));
}

TEST_CASE("however many are suspects, what is put away stays so") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    for (int i = 0; i < 3; ++i) die_on(file, "poison");
    for (int i = 0; i < 100; ++i) die_on(file, "message " + std::to_string(i));
    CHECK(WorkMark(file, "1").is_poison("poison"));
}

TEST_CASE("two processes on one file: the second remembers by itself and leaves the first its own") {
    const TemporaryFolder folder;
    const auto file = folder.file("working");
    for (int i = 0; i < 2; ++i) die_on(file, "message 7");
    {
        WorkMark first(file, "1");
        first.begin("message 7");
        WorkMark second(file, "2");
        second.begin("message 8");
        second.end();
    }
    const WorkMark next(file, "1");
    CHECK(next.died_on() == "message 7");
    CHECK(next.is_poison("message 7"));
}

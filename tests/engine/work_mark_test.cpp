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
    WorkMark later(file, "1");
    CHECK(later.died_on().empty());
    CHECK(later.is_poison("timer escalate/1"));
    CHECK_FALSE(WorkMark(file, "2").is_poison("timer escalate/1"));  // a new program may do better
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

// A step whose transaction fails is done again, and leaves what it would have left at once.
#include <set>

#include "storage/open_connection.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
using namespace std::chrono_literals;

namespace {

// A store that refuses what leaves and what is finished as long as a note says so: a full disk, late in the
// step.
std::string failing_store(const storage::testing::TemporaryFolder& folder) {
    const auto url = storage::testing::SqliteFile::url(folder);
    const ManualClock clock(start);
    const auto made = *storage::open_migrated(url, clock);
    for (const auto* what : {"UPDATE", "DELETE"}) {
        made->run("CREATE TRIGGER refuse_" + std::string(what) + " AFTER " + what +
                  " ON outbox WHEN EXISTS (SELECT 1 FROM notes WHERE key = 'fail')"
                  " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    }
    return url;
}

struct Failing {
    storage::testing::TemporaryFolder folder;
    House house{example_settings(), failing_store(folder)};
    bool fails = true;  // each step that has to do with what leaves, once
    int failures = 0;

    std::vector<Output> step() {
        if (!fails) return house.step();
        house.within([](storage::Tx& tx) { tx.set_note("fail", "1"); });
        std::vector<Output> outputs;
        bool failed = false;
        try {
            outputs = house.step();
        } catch (const storage::StoreError&) {
            failed = true;
        }
        house.within([](storage::Tx& tx) { tx.forget_note("fail"); });
        failures += failed ? 1 : 0;
        return failed ? house.step() : outputs;
    }
    void settle() {
        for (int idle = 0; idle < 2;) {
            auto outputs = step();
            idle = outputs.empty() ? idle + 1 : 0;
            house.carry_out(std::move(outputs));
        }
    }
    void says(const std::string& who, const std::string& line) {
        house.acts_only(
            {{"as", who}, {"do", "slash"}, {"channel", incidents}, {"text", "/incident " + line}});
        settle();
    }
};

struct Left {
    std::size_t acknowledged_twice, posts, lookups_of_people, lookups_of_posts;
    std::string card;
};

Left left_by(Failing& failing) {
    auto& house = failing.house;
    house.settle();
    failing.says(sam, "declare sev2 API Down");
    house.clock.set(house.clock.now() + 10s);
    failing.says(sam, "update INC-1 The cache is full");
    house.clock.set(house.clock.now() + 10s);
    failing.settle();
    house.pass(1min);  // no lease is left that runs out
    const auto& frames = house.acknowledged();
    const std::set<std::string> once(frames.begin(), frames.end());
    return {frames.size() - once.size(), house.calls("chat.postMessage").size(),
            house.calls("users.info").size(),
            house.calls("conversations.history").size() + house.calls("conversations.replies").size(),
            everything(house.card(1))};
}

}  // namespace

TEST_CASE("a step that failed loses nothing of what it had in memory, and does nothing twice") {
    Failing smooth, failing;
    smooth.fails = false;
    const auto wanted = left_by(smooth);
    const auto left = left_by(failing);
    CHECK(failing.failures > 2);
    CHECK(left.acknowledged_twice == 0);
    CHECK(left.posts == wanted.posts);
    CHECK(left.lookups_of_people == wanted.lookups_of_people);
    CHECK(left.lookups_of_posts == wanted.lookups_of_posts);
    CHECK(left.card == wanted.card);
    CHECK(has(left.card, "The cache is full"));
}

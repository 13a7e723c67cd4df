// Timers and messages of which only a newer version knows. While one works beside it on the same store, this
// one leaves them to it as they are, and its own work goes on; where nobody newer is, they go.
#include <algorithm>

#include "bot/engine/outgoing.h"
#include "tests/base/caught_log.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
using tocsin::testing::CaughtLog;

namespace {

const std::string lane = "hologram/1";
const std::string timer_dropped = "dropped a timer that this version does not know";
const std::string row_dropped = "dropped an outgoing message that this version cannot read";

// A timer and a message that are due a minute after the start, and are nothing to this version.
struct OldHouse : House {
    const storage::Timer timer{"hologram/1", clock.now() + 1min, "hologram", R"({"of":"the future"})", 0};
    storage::OutboxRow row;
    std::size_t steps = 0;

    OldHouse() {
        row.lane = lane;
        row.priority = storage::Priority::page;
        row.payload = R"({"do":"hologram","incident":1})";
        row.not_before = timer.due;
        within([&](storage::Tx& tx) {
            tx.set_timer(timer);
            row.id = tx.send(row);
        });
        after_step = [this] { ++steps; };
    }

    // One of that version, which is heard of for so long.
    void beside(Duration time, const std::string& version = "newer") {
        within([&](storage::Tx& tx) {
            tx.save(storage::Replica{"far", tx.now() + time, "web-2/815", version, "one", 2, tx.now()});
        });
    }
    bool has_timer() {
        std::vector<storage::Timer> found;
        within([&](storage::Tx& tx) { found = tx.timers_with_prefix("hologram/"); });
        return found == std::vector{timer};
    }
    // Due, never tried, and leased to nobody.
    bool has_row() { return std::ranges::count(lane_now(), row) == 1; }
    std::vector<storage::OutboxRow> lane_now() {
        std::vector<std::vector<storage::OutboxRow>> lanes;
        within([&](storage::Tx& tx) { lanes = tx.due_lanes(1000, 1000); });
        const auto ours =
            std::ranges::find_if(lanes, [](const auto& rows) { return rows.front().lane == lane; });
        return ours == lanes.end() ? std::vector<storage::OutboxRow>{} : *ours;
    }
    // Something that every version knows, behind it in its lane.
    void sends_behind_it() {
        storage::OutboxRow known;
        known.lane = lane;
        known.payload = outgoing::write(outgoing::Call{
            "chat.postMessage", JsonText::object({{"channel", incidents}, {"text", "Behind it"}})});
        known.not_before = row.not_before;
        within([&](storage::Tx& tx) { tx.send(known); });
    }
    std::ptrdiff_t posts_of(std::string_view words) {
        return std::ranges::count_if(messages(), [&](const auto& post) { return has(post.text, words); });
    }
};

bool is_shared() {
    return storage::testing::replicas_are_chosen();
}

}  // namespace

TEST_CASE("what only a newer version knows is left to the one that works beside, and other work goes on") {
    if (!is_shared()) return;
    OldHouse house;
    house.beside(1h);
    house.sends_behind_it();
    const CaughtLog log;
    house.pass(2min);
    CHECK(house.has_timer());
    CHECK(house.has_row());

    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    CHECK(has(everything(house.card(1)), "API Down"));
    const auto due = house.incident(1).reminders.due;
    REQUIRE(due);
    house.pass(*due - house.clock.now());
    CHECK(std::ranges::any_of(house.timeline(1), [](const Event& event) {
        return std::holds_alternative<event::ReminderTold>(event.body);
    }));

    house.restart();  // whoever starts beside it is as careful
    house.pass(1min);
    CHECK(house.has_timer());
    CHECK(house.has_row());
    CHECK(house.posts_of("Behind it") == 0);
    CHECK_FALSE(has(log.text(), "dropped"));
}

TEST_CASE("they are looked at once a second, and do not keep it busy") {
    if (!is_shared()) return;
    OldHouse house;
    house.beside(1h);
    house.pass(90s);
    house.steps = 0;
    house.pass(30s);
    CHECK(house.steps >= 2 * 30);
    CHECK(house.steps <= 2 * 30 * 4);
    CHECK(house.standing(Metric::timer_overdue) == 0);
}

TEST_CASE(
    "when the newer one is gone they are dropped, the log says so, and what waited behind them leaves") {
    if (!is_shared()) return;
    OldHouse house;
    house.beside(2min);
    house.sends_behind_it();
    SUBCASE("after it was not heard of for ten seconds") {
        house.pass(2min + 9s);
        REQUIRE(house.has_timer());
        REQUIRE(house.has_row());
    }
    SUBCASE("at once after a stop in peace") {
        house.pass(2min);
        REQUIRE(house.has_timer());
        REQUIRE(house.has_row());
        house.within([](storage::Tx& tx) { tx.remove_replica("far"); });
    }
    const CaughtLog log;
    house.pass(4s);
    CHECK_FALSE(house.has_timer());
    CHECK_FALSE(house.has_row());
    CHECK(house.posts_of("Behind it") == 1);
    CHECK(has(log.text(), timer_dropped));
    CHECK(has(log.text(), row_dropped));
}

TEST_CASE("beside its like nobody waits for a newer version") {
    OldHouse house;
    if (is_shared()) house.beside(1h, house.settings().version);
    house.sends_behind_it();
    const CaughtLog log;
    house.pass(2min);
    CHECK_FALSE(house.has_timer());
    CHECK_FALSE(house.has_row());
    CHECK(house.posts_of("Behind it") == 1);
    CHECK(has(log.text(), timer_dropped));
    CHECK(has(log.text(), row_dropped));
}

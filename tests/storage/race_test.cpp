// Two processes that are after the same work: what each takes, sends and fires, in every order there is.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <thread>

#include "tests/storage/outbox_rows.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

constexpr Duration lease_time = 10s;

class Sender {
  public:
    // One after the other: takes what is due, sends it, says that it was sent, takes what is due.
    void next(Store& store) {
        switch (step_++) {
            case 1:
                sent += static_cast<int>(leases_.size());
                break;
            case 2:
                store.transact([&](Tx& tx) {
                    for (const auto& lease : leases_) finished += tx.finish(lease.row, lease.token) ? 1 : 0;
                });
                break;
            default:
                store.transact([&](Tx& tx) { leases_ = claim(tx, 10, 10, lease_time); });
        }
    }

    int sent = 0, finished = 0;

  private:
    int step_ = 0;
    std::vector<Lease> leases_;
};

struct Outcome {
    int sent = 0, finished = 0, left = 0;
};

// `order`: whose turn each of the eight steps is. `lost_after`: leases run out after that step.
Outcome play(const std::array<int, 8>& order, std::optional<std::size_t> lost_after) {
    Opened<SqliteMemory> opened;
    opened.transact([](Tx& tx) { tx.send(row("lane", "page")); });
    std::array<Sender, 2> senders;
    for (std::size_t i = 0; i < order.size(); ++i) {
        senders.at(static_cast<std::size_t>(order.at(i))).next(*opened.store);
        if (i == lost_after) opened.clock.advance(lease_time);
    }
    Outcome outcome{senders[0].sent + senders[1].sent, senders[0].finished + senders[1].finished, 0};
    opened.transact([&](Tx& tx) { outcome.left = tx.outbox_size(); });
    return outcome;
}

}  // namespace

TEST_CASE("in every order of two senders' steps a row is sent once, and finished once") {
    std::array<int, 8> order{0, 0, 0, 0, 1, 1, 1, 1};
    int orders = 0;
    do {
        ++orders;
        CAPTURE(order);
        const auto outcome = play(order, {});
        CHECK(outcome.sent == 1);
        CHECK(outcome.finished == 1);
        CHECK(outcome.left == 0);
        for (std::size_t lost = 0; lost < order.size(); ++lost) {
            CAPTURE(lost);
            const auto late = play(order, lost);
            CHECK(late.sent >= 1);
            CHECK(late.sent <= 2);
            CHECK(late.finished + late.left == 1);
        }
    } while (std::ranges::next_permutation(order).found);
    CHECK(orders == 70);
}

TEST_CASE("of two processes that race for the same timers one fires each, also where some take theirs back") {
    const bool at_night = std::getenv("TOCSIN_NIGHTLY") != nullptr;
    const int timers = at_night ? 10'000 : 1'000;
    constexpr int at_once = 4;
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = Postgres::url(folder);
    const auto opened = [&] {
        auto store = Store::open(url, clock, Hold::turns);
        REQUIRE_MESSAGE(store, store.error().message);
        return *std::move(store);
    };
    const auto first = opened(), second = opened();
    first->transact([&](Tx& tx) {
        for (int i = 0; i < timers; ++i)
            tx.set_timer({"race/" + std::to_string(i), start, "incident", "", 0});
    });
    struct ChangesItsMind {};
    std::array<std::map<std::string, int>, 2> fired;
    const auto race = [&](Store& store, std::map<std::string, int>& mine) {
        for (int turn = 1;; ++turn) {
            std::vector<std::string> taken;
            try {
                store.transact([&](Tx& tx) {
                    while (taken.size() < at_once) {
                        const auto timer = tx.take_due_timer();
                        if (!timer) break;
                        tx.cancel_timer(timer->key);
                        taken.push_back(timer->key);
                    }
                    if (turn % 5 == 0) throw ChangesItsMind();
                });
            } catch (const ChangesItsMind&) {
                continue;
            }
            if (taken.empty()) return;
            for (const auto& key : taken) ++mine[key];
        }
    };
    std::thread beside([&] { race(*second, fired[1]); });
    race(*first, fired[0]);
    beside.join();
    auto all = fired[0];
    for (const auto& [key, times] : fired[1]) all[key] += times;
    CHECK(all.size() == static_cast<std::size_t>(timers));
    CHECK(std::ranges::all_of(all, [](const auto& one) { return one.second == 1; }));
    CHECK_FALSE(fired[0].empty());
    CHECK_FALSE(fired[1].empty());
}

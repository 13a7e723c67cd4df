#include "tests/storage/outbox_rows.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("a lease that has run out is given to the next, and the old token is worthless", Kind,
                   every_store) {
    Opened<Kind> opened;
    Lease old;
    opened.transact([&](Tx& tx) {
        tx.send(row("lane", "1"));
        old = claim(tx, 10, 10, 30s).at(0);
        CHECK(tx.next_outbox_time() == start + 30s);
    });
    opened.clock.advance(30s);
    opened.transact([&](Tx& tx) {
        const auto leases = claim(tx, 10, 10, 30s);
        REQUIRE(leases.size() == 1);
        CHECK(leases[0].row.outcome_unknown);
        CHECK(leases[0].row.attempts == 1);
        CHECK(leases[0].token != old.token);
        CHECK(!tx.finish(old.row, old.token));
        CHECK(!tx.put_back(old.row, old.token, start, false));
        CHECK(tx.put_back(old.row, leases[0].token, start, false));
        CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"1"});
    });
}

TEST_CASE_TEMPLATE("at start every lease is free again and its outcome unknown", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("a", "a"));
        tx.send(row("b", "b"));
        CHECK(claim(tx, 1, 1, 1h).size() == 1);
        tx.release_all_leases();
        const auto leases = claim(tx, 10, 10, 30s);
        REQUIRE(payloads(leases) == Payloads{"a", "b"});
        CHECK(leases[0].row.outcome_unknown);
        CHECK(!leases[1].row.outcome_unknown);
    });
}

TEST_CASE_TEMPLATE("a lane is due when its first row is, at once while it is under way, and empty never",
                   Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        CHECK(tx.lane_due("lane") == std::nullopt);
        tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        CHECK(tx.lane_due("lane") == start);
        const auto first = claim(tx, 1, 1, 30s).at(0);
        CHECK(tx.lane_due("lane") == start);
        CHECK(tx.put_back(first.row, first.token, start + 20s, false));
        CHECK(tx.lane_due("lane") == start + 20s);
        CHECK(tx.lane_due("another") == std::nullopt);
    });
    opened.clock.advance(20s);
    opened.transact([&](Tx& tx) {
        tx.drop(claim(tx, 1, 1, 1s).at(0).row);
        CHECK(tx.lane_due("lane") == start);
        tx.drop(claim(tx, 1, 1, 1s).at(0).row);
        CHECK(tx.lane_due("lane") == std::nullopt);
    });
}

TEST_CASE_TEMPLATE("a lane is untried while something waits in it that has not left", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        CHECK_FALSE(tx.is_untried("lane"));
        tx.send(row("lane", "1"));
        tx.send(row("another", "2"));
        CHECK(tx.is_untried("lane"));
        const auto first = claim(tx, 1, 1, 30s).at(0);
        CHECK_FALSE(tx.is_untried("lane"));
        CHECK(tx.is_untried("another"));
        CHECK(tx.put_back(first.row, first.token, start, false, false));
        CHECK(tx.is_untried("lane"));  // it was not sent at all
        const auto again = claim(tx, 1, 1, 30s).at(0);
        CHECK(tx.put_back(again.row, again.token, start, false));
        CHECK_FALSE(tx.is_untried("lane"));
    });
    opened.clock.advance(1min);
    opened.transact([&](Tx& tx) {
        tx.drop(claim(tx, 1, 1, 1s).at(0).row);
        CHECK_FALSE(tx.is_untried("lane"));
    });
}

TEST_CASE_TEMPLATE("a lease that has run out and is put off again stays an attempt of unknown outcome", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        claim(tx, 10, 10, 30s);
    });
    opened.clock.advance(30s);
    opened.transact([](Tx& tx) { tx.put_off(tx.due_lanes(10, 10).at(0).at(0), tx.now()); });
    opened.transact([](Tx& tx) {
        const auto again = tx.due_lanes(10, 10).at(0).at(0);
        CHECK(again.attempts == 1);
        CHECK(again.outcome_unknown);
    });
}

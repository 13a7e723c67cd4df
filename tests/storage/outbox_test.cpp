#include "tests/storage/outbox_rows.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("what waits after a failed try can be tried at once; what was not tried keeps its time",
                   Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("refused", "a"));
        tx.send(row("refused", "b"));
        auto later = row("later", "c");
        later.not_before = start + 3s;
        tx.send(later);
        for (const auto& lease : claim(tx, 10, 1, 10s)) {
            CHECK(tx.put_back(lease.row, lease.token, start + 5min, false));
        }
        CHECK(claim(tx, 10, 10, 10s).empty());
        tx.try_again_now();
        CHECK(payloads(claim(tx, 10, 10, 10s)) == Payloads{"a", "b"});
    });
    opened.clock.advance(3s);
    opened.transact([](Tx& tx) { CHECK(payloads(claim(tx, 10, 10, 10s)) == Payloads{"c"}); });
}

TEST_CASE_TEMPLATE("all that waits can leave at once, in its order", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("held", "a"));
        tx.send(row("held", "b"));
        tx.put_off(tx.due_lanes(10, 1).at(0).at(0), start + 1min);
        CHECK(claim(tx, 10, 10, 10s).empty());
        tx.try_again_now(true);
        CHECK(payloads(claim(tx, 10, 10, 10s)) == Payloads{"a", "b"});
    });
}

TEST_CASE_TEMPLATE("a row is given back as it was sent", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        OutboxRow sent{.id = {},
                       .lane = "chat.postMessage/C1",
                       .priority = Priority::answer,
                       .payload = "{}",
                       .supersede = "card/1",
                       .not_before = start,
                       .expires = start + 1min,
                       .attempts = 0,
                       .outcome_unknown = false};
        sent.id = tx.send(sent);
        const auto leases = claim(tx, 10, 10, 30s);
        REQUIRE(leases.size() == 1);
        CHECK(leases[0].row == sent);
        CHECK(!leases[0].token.empty());
        CHECK(tx.outbox_size() == 1);
        CHECK(tx.finish(sent, leases[0].token));
        CHECK(tx.outbox_size() == 0);
        CHECK(!tx.finish(sent, leases[0].token));
    });
}

TEST_CASE_TEMPLATE("lanes leave by priority, then age, each in its own order", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("a", "a1", Priority::cosmetic));
        tx.send(row("b", "b1", Priority::update));
        tx.send(row("c", "c1", Priority::page));
        tx.send(row("d", "d1", Priority::update));
        tx.send(row("a", "a2", Priority::cosmetic));
        CHECK(payloads(claim(tx, 10, 1, 30s)) == Payloads{"c1", "b1", "d1", "a1"});
        CHECK(claim(tx, 10, 1, 30s).empty());
    });
}

TEST_CASE_TEMPLATE("what is before something more urgent in its lane is as urgent", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("first", "chatter", Priority::cosmetic));
        tx.send(row("second", "news", Priority::update));
        tx.send(row("third", "chatter before a page", Priority::cosmetic));
        tx.send(row("third", "page", Priority::page));
        CHECK(payloads(claim(tx, 10, 10, 10s)) ==
              Payloads{"chatter before a page", "page", "news", "chatter"});
    });
}

TEST_CASE_TEMPLATE("of a lane at most so many rows leave at once", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const char* payload : {"1", "2", "3"}) tx.send(row("lane", payload));
        tx.send(row("other", "o"));
        const auto first = claim(tx, 10, 2, 30s);
        CHECK(payloads(first) == Payloads{"1", "2", "o"});
        CHECK(tx.finish(first[0].row, first[0].token));
        CHECK(claim(tx, 10, 2, 30s).empty());
        CHECK(tx.finish(first[1].row, first[1].token));
        CHECK(payloads(claim(tx, 10, 2, 30s)) == Payloads{"3"});
    });
}

TEST_CASE_TEMPLATE("a claim never gives more rows than asked for", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const char* lane : {"a", "b", "c"}) {
            tx.send(row(lane, lane));
            tx.send(row(lane, lane));
        }
        CHECK(payloads(claim(tx, 3, 2, 30s)) == Payloads{"a", "a", "b"});
    });
}

TEST_CASE_TEMPLATE("a lane stops at the first row that is not due", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        auto later = row("lane", "2");
        later.not_before = start + 1min;
        tx.send(later);
        tx.send(row("lane", "3"));
        const auto first = claim(tx, 10, 10, 30s);
        CHECK(payloads(first) == Payloads{"1"});
        CHECK(tx.finish(first[0].row, first[0].token));
        CHECK(claim(tx, 10, 10, 30s).empty());
        CHECK(tx.next_outbox_time() == start + 1min);
    });
    opened.clock.advance(1min);
    opened.transact([](Tx& tx) { CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"2", "3"}); });
}

TEST_CASE_TEMPLATE("nothing of a lane leaves while one of its rows is still leased", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        const auto leases = claim(tx, 10, 10, 30s);
        REQUIRE(leases.size() == 2);
        CHECK(tx.put_back(leases[0].row, leases[0].token, start, false));
        CHECK(claim(tx, 10, 10, 30s).empty());
        CHECK(tx.put_back(leases[1].row, leases[1].token, start, false));
        CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"1", "2"});
    });
}

TEST_CASE_TEMPLATE("a row that is put back keeps its place, counts the attempt and waits", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        const auto lease = claim(tx, 1, 1, 30s).at(0);
        CHECK(!tx.put_back(lease.row, "another token", start, false));
        CHECK(tx.put_back(lease.row, lease.token, start + 10s, true));
        CHECK(tx.next_outbox_time() == start + 10s);
        CHECK(claim(tx, 10, 10, 30s).empty());
    });
    opened.clock.advance(10s);
    opened.transact([](Tx& tx) {
        const auto leases = claim(tx, 10, 10, 30s);
        REQUIRE(payloads(leases) == Payloads{"1", "2"});
        CHECK(leases[0].row.attempts == 1);
        CHECK(leases[0].row.outcome_unknown);
        CHECK(leases[1].row.attempts == 0);
    });
}

TEST_CASE_TEMPLATE("a row that was not sent at all is put back without counting an attempt", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        const auto lease = claim(tx, 1, 1, 30s).at(0);
        CHECK(tx.put_back(lease.row, lease.token, start, false, false));
        CHECK(claim(tx, 1, 1, 30s).at(0).row.attempts == 0);
    });
}

TEST_CASE_TEMPLATE("a newer row replaces the waiting one of the same key, in its place", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto edit = superseding("card/1", "old");
        edit.not_before = start + 3s;
        const auto first = tx.send(edit);
        tx.send(row("lane", "behind"));
        edit.payload = "new";
        edit.not_before = start + 4s;
        CHECK(tx.send(edit) == first);
        CHECK(tx.send(superseding("card/2", "other")) != first);
        CHECK(tx.outbox_size() == 3);
        CHECK(tx.next_outbox_time() == start + 3s);
    });
    opened.clock.advance(3s);
    opened.transact(
        [](Tx& tx) { CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"new", "behind", "other"}); });
}

TEST_CASE_TEMPLATE("a row that is being sent is not replaced: the newer one waits behind it", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        const auto first = tx.send(superseding("card/1", "one"));
        const auto leases = claim(tx, 10, 10, 30s);
        const auto second = tx.send(superseding("card/1", "two"));
        CHECK(second != first);
        CHECK(tx.send(superseding("card/1", "three")) == second);
        CHECK(claim(tx, 10, 10, 30s).empty());
        CHECK(tx.finish(leases.at(0).row, leases.at(0).token));
        CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"three"});
    });
}

TEST_CASE_TEMPLATE("a replacement neither hurries a retry nor delays what was due sooner", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(superseding("card/1", "one"));
        const auto lease = claim(tx, 1, 1, 30s).at(0);
        CHECK(tx.put_back(lease.row, lease.token, start + 1min, false));
        tx.send(superseding("card/1", "two"));
        CHECK(tx.next_outbox_time() == start + 1min);

        auto later = superseding("card/2", "one");
        later.lane = "second";
        later.not_before = start + 3s;
        tx.send(later);
        later.not_before = start + 1s;
        tx.send(later);
        CHECK(tx.next_outbox_time() == start + 1s);
    });
}

TEST_CASE_TEMPLATE("a row that is put off holds what is behind it, and nothing counts as an attempt", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        tx.put_off(tx.due_lanes(10, 10).at(0).at(0), start + 10s);
        CHECK(tx.due_lanes(10, 10).empty());
        CHECK(tx.next_outbox_time() == start + 10s);
    });
    opened.clock.advance(10s);
    opened.transact([](Tx& tx) {
        const auto lanes = tx.due_lanes(10, 10);
        REQUIRE(lanes.size() == 1);
        CHECK(lanes[0].at(0).attempts == 0);
        CHECK(!lanes[0].at(0).outcome_unknown);
        CHECK(lanes[0].at(1).payload == "2");
    });
}

TEST_CASE_TEMPLATE("a row that is dropped makes way for the next of its lane", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        tx.drop(tx.due_lanes(10, 10).at(0).at(0));
        CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"2"});
    });
}

TEST_CASE_TEMPLATE("expired rows are taken out and never sent, and what is behind them follows", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto form = row("lane", "form");
        form.expires = start + 3s;
        tx.send(form);
        tx.send(row("lane", "behind"));
        auto alone = row("alone", "alone");
        alone.expires = start + 3s;
        tx.send(alone);
    });
    opened.clock.advance(3s);
    opened.transact([](Tx& tx) {
        CHECK(tx.due_lanes(10, 10).empty());
        const auto expired = tx.take_expired(10);
        REQUIRE(expired.size() == 2);
        CHECK(expired[0].payload == "form");
        CHECK(expired[1].payload == "alone");
        CHECK(tx.take_expired(10).empty());
        const auto leases = claim(tx, 10, 10, 30s);
        CHECK(payloads(leases) == Payloads{"behind"});
        CHECK(tx.finish(leases.at(0).row, leases.at(0).token));
        CHECK(tx.next_outbox_time() == std::nullopt);
        tx.send(row("lane", "next"));
        CHECK(payloads(claim(tx, 10, 10, 30s)) == Payloads{"next"});
    });
}

TEST_CASE_TEMPLATE("a row that expires while it is being sent is not taken out", Kind, every_store) {
    Opened<Kind> opened;
    Lease lease;
    opened.transact([&](Tx& tx) {
        auto form = row("lane", "form");
        form.expires = start + 3s;
        tx.send(form);
        lease = claim(tx, 10, 10, 30s).at(0);
    });
    opened.clock.advance(3s);
    opened.transact([&](Tx& tx) {
        CHECK(tx.take_expired(10).empty());
        CHECK(tx.finish(lease.row, lease.token));
    });
}

TEST_CASE_TEMPLATE("what waits is counted by priority, with the age of the oldest however often it was tried",
                   Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        CHECK(tx.outbox_counts().empty());
        tx.send(row("one", "a", Priority::page));
        auto later = row("later", "b", Priority::page);
        later.not_before = start + 1h;
        tx.send(later);
    });
    opened.clock.advance(10s);
    opened.transact([](Tx& tx) {
        for (const auto& lease : claim(tx, 10, 10, 10s))
            CHECK(tx.put_back(lease.row, lease.token, start + 1min, false));
        tx.send(superseding("card", "c"));
    });
    opened.clock.advance(10s);
    opened.transact([](Tx& tx) {
        tx.send(superseding("card", "d"));
        const std::vector<OutboxCount> expected{{Priority::page, 2, start},
                                                {Priority::update, 1, start + 10s}};
        CHECK(tx.outbox_counts() == expected);
    });
}

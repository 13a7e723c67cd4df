#include <doctest/doctest.h>

#include <vector>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

OutboxRow row(const std::string& lane, const std::string& payload, Priority priority = Priority::update) {
    OutboxRow made;
    made.lane = lane;
    made.payload = payload;
    made.priority = priority;
    made.kind = "slack";
    made.not_before = start;
    return made;
}

OutboxRow superseding(const std::string& key, const std::string& payload) {
    OutboxRow made = row("lane", payload);
    made.supersede = key;
    return made;
}

std::vector<std::string> payloads(const std::vector<Lease>& leases) {
    std::vector<std::string> all;
    for (const Lease& lease : leases) all.push_back(lease.row.payload);
    return all;
}

using Payloads = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("what waits after a failed try can be tried at once; what was not tried keeps its time",
                   Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("refused", "a"));
        tx.send(row("refused", "b"));
        auto later = row("later", "c");
        later.not_before = start + 3s;
        tx.send(later);
        tx.send(row("held", "d"));
        for (const auto& lease : tx.claim(10, 1, 10s)) {
            CHECK(tx.put_back(lease.row.id, lease.token, start + 5min, false));
        }
        tx.hold_lane("held", start + 1min);
        CHECK(tx.claim(10, 10, 10s).empty());
        tx.try_again_now();
        CHECK(payloads(tx.claim(10, 10, 10s)) == Payloads{"a", "b"});
    });
    opened.clock.advance(1min);
    opened.transact([](Tx& tx) { CHECK(payloads(tx.claim(10, 10, 10s)).size() == 4); });
}

TEST_CASE_TEMPLATE("a row is given back as it was sent", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        OutboxRow sent{.id = {},
                       .lane = "chat.postMessage/C1",
                       .priority = Priority::answer,
                       .kind = "slack",
                       .payload = "{}",
                       .supersede = "card/1",
                       .reference = "card/1",
                       .not_before = start,
                       .expires = start + 1min,
                       .attempts = 0,
                       .outcome_unknown = false};
        sent.id = tx.send(sent);
        const auto leases = tx.claim(10, 10, 30s);
        REQUIRE(leases.size() == 1);
        CHECK(leases[0].row == sent);
        CHECK(!leases[0].token.empty());
        CHECK(tx.outbox_size() == 1);
        CHECK(tx.finish(sent.id, leases[0].token));
        CHECK(tx.outbox_size() == 0);
        CHECK(!tx.finish(sent.id, leases[0].token));
    });
}

TEST_CASE_TEMPLATE("lanes leave by priority, then age, each in its own order", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("a", "a1", Priority::cosmetic));
        tx.send(row("b", "b1", Priority::update));
        tx.send(row("c", "c1", Priority::page));
        tx.send(row("d", "d1", Priority::update));
        tx.send(row("a", "a2", Priority::page));
        CHECK(payloads(tx.claim(10, 1, 30s)) == Payloads{"c1", "b1", "d1", "a1"});
        CHECK(tx.claim(10, 1, 30s).empty());
    });
}

TEST_CASE_TEMPLATE("a lane is leased as a whole, under one token, at most so many rows", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const char* payload : {"1", "2", "3"}) tx.send(row("lane", payload));
        tx.send(row("other", "o"));
        const auto first = tx.claim(10, 2, 30s);
        CHECK(payloads(first) == Payloads{"1", "2", "o"});
        CHECK(first[0].token == first[1].token);
        CHECK(first[0].token != first[2].token);
        CHECK(tx.finish(first[0].row.id, first[0].token));
        CHECK(tx.claim(10, 2, 30s).empty());
        CHECK(tx.finish(first[1].row.id, first[1].token));
        CHECK(payloads(tx.claim(10, 2, 30s)) == Payloads{"3"});
    });
}

TEST_CASE_TEMPLATE("a claim never gives more rows than asked for", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const char* lane : {"a", "b", "c"}) {
            tx.send(row(lane, lane));
            tx.send(row(lane, lane));
        }
        CHECK(payloads(tx.claim(3, 2, 30s)) == Payloads{"a", "a", "b"});
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
        const auto first = tx.claim(10, 10, 30s);
        CHECK(payloads(first) == Payloads{"1"});
        CHECK(tx.finish(first[0].row.id, first[0].token));
        CHECK(tx.claim(10, 10, 30s).empty());
        CHECK(tx.next_outbox_time() == start + 1min);
    });
    opened.clock.advance(1min);
    opened.transact([](Tx& tx) { CHECK(payloads(tx.claim(10, 10, 30s)) == Payloads{"2", "3"}); });
}

TEST_CASE_TEMPLATE("nothing of a lane leaves while one of its rows is still leased", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        const auto leases = tx.claim(10, 10, 30s);
        REQUIRE(leases.size() == 2);
        CHECK(tx.put_back(leases[0].row.id, leases[0].token, start, false));
        CHECK(tx.claim(10, 10, 30s).empty());
        CHECK(tx.put_back(leases[1].row.id, leases[1].token, start, false));
        CHECK(payloads(tx.claim(10, 10, 30s)) == Payloads{"1", "2"});
    });
}

TEST_CASE_TEMPLATE("a row that is put back keeps its place, counts the attempt and waits", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        const auto id = tx.send(row("lane", "1"));
        tx.send(row("lane", "2"));
        const auto leases = tx.claim(1, 1, 30s);
        CHECK(!tx.put_back(id, "another token", start, false));
        CHECK(tx.put_back(id, leases.at(0).token, start + 10s, true));
        CHECK(tx.next_outbox_time() == start + 10s);
        CHECK(tx.claim(10, 10, 30s).empty());
    });
    opened.clock.advance(10s);
    opened.transact([](Tx& tx) {
        const auto leases = tx.claim(10, 10, 30s);
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
        const auto id = tx.send(row("lane", "1"));
        CHECK(tx.put_back(id, tx.claim(1, 1, 30s).at(0).token, start, false, false));
        CHECK(tx.claim(1, 1, 30s).at(0).row.attempts == 0);
    });
}

TEST_CASE_TEMPLATE("a lease that has run out is given to the next, and the old token is worthless", Kind,
                   every_store) {
    Opened<Kind> opened;
    Lease old;
    opened.transact([&](Tx& tx) {
        tx.send(row("lane", "1"));
        old = tx.claim(10, 10, 30s).at(0);
        CHECK(tx.next_outbox_time() == start + 30s);
    });
    opened.clock.advance(30s);
    opened.transact([&](Tx& tx) {
        const auto leases = tx.claim(10, 10, 30s);
        REQUIRE(leases.size() == 1);
        CHECK(leases[0].row.outcome_unknown);
        CHECK(leases[0].row.attempts == 1);
        CHECK(leases[0].token != old.token);
        CHECK(!tx.finish(old.row.id, old.token));
        CHECK(!tx.put_back(old.row.id, old.token, start, false));
        CHECK(!tx.replace_payload(old.row.id, old.token, "changed"));
        CHECK(tx.replace_payload(old.row.id, leases[0].token, "changed"));
        CHECK(tx.put_back(old.row.id, leases[0].token, start, false));
        CHECK(payloads(tx.claim(10, 10, 30s)) == Payloads{"changed"});
    });
}

TEST_CASE_TEMPLATE("at start every lease is free again and its outcome unknown", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("a", "a"));
        tx.send(row("b", "b"));
        CHECK(tx.claim(1, 1, 1h).size() == 1);
        tx.release_all_leases();
        const auto leases = tx.claim(10, 10, 30s);
        REQUIRE(payloads(leases) == Payloads{"a", "b"});
        CHECK(leases[0].row.outcome_unknown);
        CHECK(!leases[1].row.outcome_unknown);
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
        [](Tx& tx) { CHECK(payloads(tx.claim(10, 10, 30s)) == Payloads{"new", "behind", "other"}); });
}

TEST_CASE_TEMPLATE("a row that is being sent is not replaced: the newer one waits behind it", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        const auto first = tx.send(superseding("card/1", "one"));
        const auto leases = tx.claim(10, 10, 30s);
        const auto second = tx.send(superseding("card/1", "two"));
        CHECK(second != first);
        CHECK(tx.send(superseding("card/1", "three")) == second);
        CHECK(tx.claim(10, 10, 30s).empty());
        CHECK(tx.finish(first, leases.at(0).token));
        CHECK(payloads(tx.claim(10, 10, 30s)) == Payloads{"three"});
    });
}

TEST_CASE_TEMPLATE("a replacement neither hurries a retry nor delays what was due sooner", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        const auto id = tx.send(superseding("card/1", "one"));
        CHECK(tx.put_back(id, tx.claim(1, 1, 30s).at(0).token, start + 1min, false));
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

TEST_CASE_TEMPLATE("expired rows are taken out, never sent, and do not stop their lane", Kind, every_store) {
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
        const auto leases = tx.claim(10, 10, 30s);
        CHECK(payloads(leases) == Payloads{"behind"});
        CHECK(tx.claim(10, 10, 30s).empty());
        CHECK(*tx.next_outbox_time() > tx.now());
        const auto expired = tx.take_expired(10);
        REQUIRE(expired.size() == 2);
        CHECK(expired[0].payload == "form");
        CHECK(expired[1].payload == "alone");
        CHECK(tx.take_expired(10).empty());
        CHECK(tx.claim(10, 10, 30s).empty());
        CHECK(tx.finish(leases.at(0).row.id, leases.at(0).token));
        CHECK(tx.next_outbox_time() == std::nullopt);
        tx.send(row("lane", "next"));
        CHECK(payloads(tx.claim(10, 10, 30s)) == Payloads{"next"});
    });
}

TEST_CASE_TEMPLATE("a row that expires while it is being sent is not taken out", Kind, every_store) {
    Opened<Kind> opened;
    Lease lease;
    opened.transact([&](Tx& tx) {
        auto form = row("lane", "form");
        form.expires = start + 3s;
        tx.send(form);
        lease = tx.claim(10, 10, 30s).at(0);
    });
    opened.clock.advance(3s);
    opened.transact([&](Tx& tx) {
        CHECK(tx.take_expired(10).empty());
        CHECK(tx.finish(lease.row.id, lease.token));
    });
}

TEST_CASE_TEMPLATE("a held lane waits, with what comes later too, and others do not", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.send(row("held", "1"));
        tx.send(row("free", "f"));
        tx.hold_lane("held", start + 30s);
        tx.hold_lane("held", start + 10s);
        tx.hold_lane("empty", start + 20s);
        tx.send(row("empty", "e"));
        CHECK(payloads(tx.claim(10, 10, 1h)) == Payloads{"f"});
        CHECK(tx.next_outbox_time() == start + 20s);
    });
    opened.clock.advance(20s);
    opened.transact([](Tx& tx) { CHECK(payloads(tx.claim(10, 10, 1h)) == Payloads{"e"}); });
    opened.clock.advance(10s);
    opened.transact([](Tx& tx) { CHECK(payloads(tx.claim(10, 10, 1h)) == Payloads{"1"}); });
}

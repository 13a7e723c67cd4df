#include <doctest/doctest.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("an input that was acted on is remembered with its answer, until it is forgotten", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        CHECK(tx.answer_to("event/1") == std::nullopt);
        tx.remember("event/1", "");
        tx.remember("event/2", "{}");
        CHECK(tx.answer_to("event/1") == "");
        tx.remember("event/1", "again");
        CHECK(tx.answer_to("event/1") == "again");
    });
    opened.clock.advance(1h);
    opened.transact([](Tx& tx) {
        tx.remember("event/3", "new");
        CHECK(tx.forget_inputs_before(start + 1h, 1) == 1);
        CHECK(tx.forget_inputs_before(start + 1h, 10) == 1);
        CHECK(tx.forget_inputs_before(start + 1h, 10) == 0);
        CHECK(tx.answer_to("event/1") == std::nullopt);
        CHECK(tx.answer_to("event/3") == "new");
    });
}

TEST_CASE_TEMPLATE("a savepoint that throws takes back its own work and nothing else", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.savepoint([&] { tx.set_note("first", "1"); });
        const auto failing = [&] {
            tx.savepoint([&] { tx.set_note("inner", "1"); });
            tx.set_note("second", "1");
            throw std::runtime_error("this input fails");
        };
        CHECK_THROWS_WITH(tx.savepoint(failing), "this input fails");
        tx.savepoint([&] { tx.set_note("third", "1"); });
    });
    opened.transact([](Tx& tx) {
        CHECK(tx.note("first") == "1");
        CHECK(tx.note("inner") == std::nullopt);
        CHECK(tx.note("second") == std::nullopt);
        CHECK(tx.note("third") == "1");
    });
}

TEST_CASE_TEMPLATE("a savepoint that changed more than is kept in memory is taken back whole", Kind,
                   every_store) {
    Opened<Kind> opened;
    constexpr int many = 300;  // rows of a page each
    const auto write_all = [](Tx& tx, char letter) {
        for (int i = 0; i < many; ++i) tx.set_note(std::to_string(i), std::string(4000, letter));
    };
    opened.transact([&](Tx& tx) { write_all(tx, 'a'); });
    opened.transact([&](Tx& tx) {
        const auto failing = [&] {
            write_all(tx, 'b');
            throw std::runtime_error("no");
        };
        CHECK_THROWS_WITH(tx.savepoint(failing), "no");
    });
    opened.transact([&](Tx& tx) {
        for (int i = 0; i < many; ++i) CHECK(tx.note(std::to_string(i)) == std::string(4000, 'a'));
    });
    CHECK(opened.store->verify().intact);
}

TEST_CASE_TEMPLATE("a transaction that throws leaves nothing", Kind, every_store) {
    Opened<Kind> opened;
    const auto failing = [](Tx& tx) {
        tx.set_note("note", "1");
        throw std::runtime_error("no");
    };
    CHECK_THROWS_WITH(opened.transact(failing), "no");
    opened.transact([](Tx& tx) { CHECK(tx.note("note") == std::nullopt); });
}

TEST_CASE_TEMPLATE("the time of a transaction is the clock's when it began", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        opened.clock.advance(1h);
        CHECK(tx.now() == start);
    });
    opened.transact([&](Tx& tx) { CHECK(tx.now() == start + 1h); });
}

TEST_CASE_TEMPLATE("users are kept as last seen", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        SlackUser dana{UserId("U1"), "dana", "Europe/Berlin", true, false, true};
        CHECK(tx.user(dana.id) == std::nullopt);
        tx.remember_user(dana);
        CHECK(tx.user(dana.id) == dana);
        dana.name = "Dana";
        dana.guest = false;
        tx.remember_user(dana);
        CHECK(tx.user(dana.id) == dana);
    });
}

TEST_CASE_TEMPLATE("a draft is taken once, and not after it has expired", Kind, every_store) {
    Opened<Kind> opened;
    const Draft draft{"d1", UserId("U1"), "{}", start + 1h};
    const Draft late{"d2", UserId("U1"), "{}", start + 1min};
    opened.transact([&](Tx& tx) {
        tx.keep_draft(draft);
        tx.keep_draft(late);
        CHECK(tx.take_draft("d1") == draft);
        CHECK(tx.take_draft("d1") == std::nullopt);
    });
    opened.clock.advance(1min);
    opened.transact([&](Tx& tx) { CHECK(tx.take_draft("d2") == std::nullopt); });
}

#include <doctest/doctest.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE_TEMPLATE("what was said about a shift and answered is kept by schedule, person and start", Kind,
                   every_store) {
    Opened<Kind> opened;
    const ShiftKey key{ScheduleId("primary"), PersonId("dana"), start};
    opened.transact([&](Tx& tx) {
        CHECK(tx.shift(key) == ShiftRecord{key, std::nullopt, {}});
        tx.save(ShiftRecord{key, std::nullopt, {"soon"}});
        CHECK(tx.shift(key) == ShiftRecord{key, std::nullopt, {"soon"}});
        tx.save(ShiftRecord{key, start + 1h, {"soon", "start"}});
    });
    opened.transact([&](Tx& tx) {
        CHECK(tx.shift(key) == ShiftRecord{key, start + 1h, {"soon", "start"}});
        auto later = key;
        later.start = start + 24h;
        CHECK(tx.shift(later).told.empty());
    });
}

TEST_CASE_TEMPLATE("the last time that somebody was ready is the newest of that schedule", Kind,
                   every_store) {
    Opened<Kind> opened;
    const ScheduleId primary("primary");
    const PersonId dana("dana");
    opened.transact([&](Tx& tx) {
        CHECK(tx.last_ready(primary, dana) == std::nullopt);
        tx.save(ShiftRecord{{primary, dana, start}, start + 2h, {}});
        tx.save(ShiftRecord{{primary, dana, start + 24h}, start + 1h, {}});
        tx.save(ShiftRecord{{ScheduleId("backup"), dana, start}, start + 9h, {}});
        CHECK(tx.last_ready(primary, dana) == start + 2h);
        CHECK(tx.last_ready(primary, PersonId("lee")) == std::nullopt);
    });
}

TEST_CASE_TEMPLATE("the newest note of a schedule is handed over, unless it is too old", Kind, every_store) {
    Opened<Kind> opened;
    const ScheduleId primary("primary");
    const Actor dana{UserId("U1"), "Dana", PersonId("dana")};
    const Handoff first{primary, dana, start, "CSV export fails."};
    const Handoff second{primary, dana, start + 1h, "Nothing is open.\nSleep well."};
    opened.transact([&](Tx& tx) {
        CHECK(tx.last_handoff(primary, start) == std::nullopt);
        tx.add_handoff(first);
        CHECK(tx.last_handoff(primary, start) == first);
        tx.add_handoff(second);
        CHECK(tx.last_handoff(primary, start) == second);
        CHECK(tx.last_handoff(primary, start + 2h) == std::nullopt);
        CHECK(tx.last_handoff(ScheduleId("backup"), start) == std::nullopt);
    });
}

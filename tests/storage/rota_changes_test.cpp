#include <doctest/doctest.h>

#include "tests/read_json.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

RotaChange dentist() {
    RotaChange change;
    const ScheduleId primary("primary");
    change.covers = {{primary, PersonId("dana"), PersonId("lee"), start + 1h, start + 5h}};
    Override made;
    made.kind = Override::Kind::replace;
    made.start = start + 1h;
    made.end = start + 5h;
    made.members = {PersonId("lee")};
    made.replaced = PersonId("dana");
    made.by = "Dana";
    change.overrides = {{primary, made}};
    change.by = {UserId("U1"), "Dana", PersonId("dana")};
    change.of = {UserId("U2"), "Lee", PersonId("lee")};
    change.reason = "dentist, \"at four\"";
    change.asked = start;
    return change;
}

}  // namespace

TEST_CASE_TEMPLATE("a change of the rota is kept with who asked, who answered, when and why", Kind,
                   every_store) {
    Opened<Kind> opened;
    auto change = dentist();
    opened.transact([&](Tx& tx) {
        CHECK(tx.rota_change(RotaChangeId(1)) == std::nullopt);
        change.id = tx.add_rota_change(change);
        CHECK(tx.rota_change(change.id) == change);
        change.state = RotaChange::State::agreed;
        change.settled = start + 1min;
        change.settled_by = change.of;
        change.ended = start + 2h;
        change.ended_by = change.by;
        tx.save(change);
    });
    opened.transact([&](Tx& tx) {
        CHECK(tx.rota_change(change.id) == change);
        CHECK(tx.rota_changes(RotaChange::State::asked).empty());
        CHECK(tx.rota_changes(RotaChange::State::agreed) == std::vector{change});
    });
}

TEST_CASE_TEMPLATE("changes come back by the state they are in, the oldest first", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto first = dentist();
        first.id = tx.add_rota_change(first);
        auto second = dentist();
        second.id = tx.add_rota_change(second);
        CHECK(second.id > first.id);
        CHECK(tx.rota_changes(RotaChange::State::asked) == std::vector{first, second});
        first.state = RotaChange::State::declined;
        tx.save(first);
        CHECK(tx.rota_changes(RotaChange::State::asked) == std::vector{second});
        auto unknown = dentist();
        unknown.id = RotaChangeId(99);
        CHECK_THROWS_AS(tx.save(unknown), StoreError);
    });
}

TEST_CASE_TEMPLATE("an export of everything has the changes of the rota", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) { tx.add_rota_change(dentist()); });
    const auto exported = nlohmann::json::parse(opened.store->export_json(std::nullopt));
    REQUIRE(exported["rota_changes"].size() == 1);
    CHECK(exported["rota_changes"][0]["id"] == 1);
    CHECK(exported["rota_changes"][0]["reason"] == "dentist, \"at four\"");
}

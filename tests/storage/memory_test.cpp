#include <doctest/doctest.h>

#include <random>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

std::vector<Outline> asked(Tx& tx) {
    std::vector<Outline> outlines;
    for (const auto& incident : tx.incidents(ListFilter::open, static_cast<int>(most_young)))
        outlines.push_back({incident.number, incident.title, incident.service, incident.declared});
    return outlines;
}

}  // namespace

TEST_CASE_TEMPLATE("the young incidents are the newest open ones, whatever becomes of them", Kind,
                   every_store) {
    Opened<Kind> opened;
    std::minstd_rand random(7);
    for (int step = 0; step < 400; ++step) {
        opened.clock.advance(1min);
        opened.transact([&](Tx& tx) {
            const auto all = tx.incidents(ListFilter::all, 200);
            const auto number = all.empty() ? 0 : random() % all.size();
            if (all.empty() || random() % 2 == 0) {
                declare(tx, "incident " + std::to_string(step));
            } else if (is_open(all[number].state)) {
                record(tx, all[number], event::Cancelled{.reason = "test"});
            } else {
                record(tx, all[number], event::Reopened{});
            }
            REQUIRE(tx.young() == asked(tx));
        });
    }
    opened.transact([](Tx& tx) { CHECK(tx.young().size() == most_young); });
}

TEST_CASE_TEMPLATE("what was rolled back was never there", Kind, every_store) {
    Opened<Kind> opened;
    Incident kept;
    opened.transact([&](Tx& tx) { kept = declare(tx, "kept"); });
    const auto change = [&](Tx& tx) {
        record(tx, kept, updated("lost"));
        declare(tx, "lost");
        CHECK(tx.young().size() == 2);
        throw std::runtime_error("no");
    };
    const auto check = [&](Tx& tx) {
        CHECK(tx.incident(kept.number) == kept);
        CHECK(tx.incident(IncidentNumber(kept.number.value() + 1)) == std::nullopt);
        CHECK(tx.young() == asked(tx));
    };
    opened.transact([&](Tx& tx) {
        CHECK_THROWS(tx.savepoint([&] { change(tx); }));
        check(tx);
    });
    CHECK_THROWS(opened.transact(change));
    opened.transact(check);
}

TEST_CASE_TEMPLATE("an incident is the same whether it is remembered or read", Kind, every_store) {
    Opened<Kind> opened;
    constexpr int many = 300;  // more than are remembered
    opened.transact([&](Tx& tx) {
        for (int i = 1; i <= many; ++i)
            record(tx, declare(tx, "incident " + std::to_string(i)), updated("x"));
    });
    opened.transact([&](Tx& tx) {
        for (const int number : {1, many, 2, many, 1}) {
            const auto incident = tx.incident(IncidentNumber(number));
            REQUIRE(incident);
            CHECK(incident->title == "incident " + std::to_string(number));
            CHECK(incident->revision == 2);
        }
    });
    CHECK(opened.store->verify().intact);
}

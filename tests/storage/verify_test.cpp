#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "storage/connection.h"
#include "storage/open_connection.h"
#include "storage/unreadable.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

// The problem that verify names after somebody worked on the database by hand.
template <class Kind>
std::string problem_after_by_hand(std::initializer_list<std::string_view> statements) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto incident = declare(tx, "API Down");
        incident = record(tx, incident, updated("looking"));
        record(tx, incident, updated("found it"));
        declare(tx, "Checkout slow");
    });
    CHECK(opened.store->verify().intact);
    CHECK(opened.store->verify().events == 4);
    opened.store.reset();
    {
        const auto db = *open_connection(Kind::url(opened.folder));
        const std::string table = std::is_same_v<Kind, Postgres> ? " ON timeline" : "";
        db->run("DROP TRIGGER timeline_keeps_entries" + table);
        db->run("DROP TRIGGER timeline_keeps_all" + table);
        for (const std::string_view statement : statements) db->run(statement);
    }
    opened.store = *Store::open(Kind::url(opened.folder), opened.clock);
    const auto verification = opened.store->verify();
    CHECK(verification.intact == verification.problem.empty());
    return verification.problem;
}

}  // namespace

TEST_CASE_TEMPLATE("the timeline refuses to be changed or shortened", Kind, lasting_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) { declare(tx, "API Down"); });
    opened.store.reset();
    const auto db = *open_connection(Kind::url(opened.folder));
    CHECK_THROWS_AS(db->run("UPDATE timeline SET event = ''"), StoreError);
    CHECK_THROWS_AS(db->run("DELETE FROM timeline"), StoreError);
    CHECK(db->run("SELECT 1 FROM timeline WHERE event <> ''").size() == 1);
}

TEST_CASE_TEMPLATE("an incident that was damaged is left out of lists, which have all others", Kind,
                   lasting_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        declare(tx, "API Down");
        declare(tx, "Checkout slow");
    });
    opened.store.reset();
    (*open_connection(Kind::url(opened.folder)))->run("UPDATE incidents SET value = '{' WHERE number = 1");
    opened.store = *Store::open(Kind::url(opened.folder), opened.clock);
    opened.transact([](Tx& tx) {
        const auto open = tx.incidents(ListFilter::open, 10);
        REQUIRE(open.size() == 1);
        CHECK(open.front().title == "Checkout slow");
        CHECK_THROWS_AS(tx.incident(IncidentNumber(1)), UnreadableValue);
    });
}

TEST_CASE_TEMPLATE("verify names the incident and the entry that was tampered with", Kind, lasting_store) {
    const auto problem_after = [](std::initializer_list<std::string_view> statements) {
        return problem_after_by_hand<Kind>(statements);
    };
    CHECK(problem_after({}) == "");
    CHECK(problem_after({"UPDATE timeline SET event = replace(event, 'looking', 'sleeping')"}) ==
          "Incident 1: the timeline was changed at entry 2.");
    CHECK(problem_after({"UPDATE timeline SET hash = 'x' WHERE incident = 2"}) ==
          "Incident 2: the timeline was changed at entry 1.");
    CHECK(problem_after({"DELETE FROM timeline WHERE incident = 1 AND sequence = 2"}) ==
          "Incident 1: the timeline was changed at entry 3.");
    CHECK(problem_after({"DELETE FROM timeline WHERE incident = 1 AND sequence = 3"}) ==
          "Incident 1: the timeline's end is missing.");
    CHECK(problem_after(
              {"UPDATE incidents SET value = replace(value, 'API Down', 'API Up') WHERE number = 1"}) ==
          "Incident 1: the row is not what its timeline says.");
    CHECK(problem_after({"UPDATE incidents SET title = 'API Up' WHERE number = 1"}) ==
          "Incident 1: the row is not what its timeline says.");
    CHECK(problem_after({"DELETE FROM incidents WHERE number = 2"}) ==
          "Incident 2: there is a timeline and no incident.");
    CHECK(problem_after({"UPDATE incidents SET value = '{' WHERE number = 1"}) != "");
}

TEST_CASE("a file with flipped bits is never called intact") {
    Opened<SqliteFile> opened;
    opened.transact([](Tx& tx) {
        for (int i = 0; i < 200; ++i) declare(tx, "incident " + std::to_string(i) + std::string(300, 'x'));
    });
    const std::string copy = opened.folder.file("copy.db");
    REQUIRE(opened.store->backup(copy));
    const auto size = static_cast<long>(std::filesystem::file_size(copy));
    int seen = 0;
    for (const long part : {3, 5, 7}) {
        const std::string damaged = opened.folder.file("damaged" + std::to_string(part) + ".db");
        std::filesystem::copy_file(copy, damaged);
        {
            std::fstream bytes(damaged, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekp(size / 10 * part);
            bytes << std::string(5000, '\x5A');
        }
        const auto store = Store::open("sqlite:" + damaged, opened.clock);
        if (store && (*store)->verify().intact) continue;
        ++seen;
    }
    CHECK(seen == 3);
}

TEST_CASE_TEMPLATE("the export has what the report reads, and every incident whole", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto first = declare(tx, "API Down");
        first = record(tx, first, event::Acknowledged());
        record(tx, first, resolved("bad deploy", tx.now()));
        auto second = declare(tx, "nothing");
        record(tx, second, event::Cancelled{.reason = "test"});
    });
    const nlohmann::json all = nlohmann::json::parse(opened.store->export_json(std::nullopt));
    CHECK(all["timezone"] == "UTC");
    CHECK(all["alerts"] == nlohmann::json{{"total", 0}, {"false_alarms", 0}});
    REQUIRE(all["incidents"].size() == 2);
    const auto& first = all["incidents"][0];
    CHECK(first["severity"] == "sev1");
    CHECK(first["started"] == "2025-01-21T14:32:00Z");
    CHECK(first["detected"] == "2025-01-21T14:32:00Z");
    CHECK(first["acked"] == "2025-01-21T14:32:00Z");
    CHECK(first["resolved"] == "2025-01-21T14:32:00Z");
    CHECK(first["false_alarm"] == false);
    CHECK(first["drill"] == false);
    CHECK(first["name"] == "INC-1");
    CHECK(first["incident"]["title"] == "API Down");
    REQUIRE(first["timeline"].size() == 3);
    CHECK(first["timeline"][2]["cause"] == "bad deploy");
    CHECK(first["timeline"][2]["hash"].get<std::string>().size() == 64);
    const auto& second = all["incidents"][1];
    CHECK(second["acked"] == nullptr);
    CHECK(second["resolved"] == nullptr);
    CHECK(second["false_alarm"] == true);

    const nlohmann::json one = nlohmann::json::parse(opened.store->export_json(IncidentNumber(2)));
    REQUIRE(one["incidents"].size() == 1);
    CHECK(one["incidents"][0]["number"] == 2);
    CHECK(nlohmann::json::parse(opened.store->export_json(IncidentNumber(9)))["incidents"].empty());
}

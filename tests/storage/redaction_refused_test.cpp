// What a redaction leaves as it is: what somebody changed, what cannot be read, and what is another's.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "storage/chain.h"
#include "storage/sqlite_connection.h"
#include "storage/unreadable.h"
#include "tests/storage/danas_story.h"
#include "tests/storage/filled.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE("a timeline that somebody changed is not rewritten, and the transaction goes on") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = "sqlite:" + folder.file("tocsin.db");
    (*Store::open(url, clock))->transact([](Tx& tx) {
        story(tx);
        story(tx);
    });
    {
        const auto db = *open_sqlite(folder.file("tocsin.db"));
        SUBCASE("an entry") {
            db->run(
                "UPDATE timeline SET event = replace(event, 'ask', 'bet'), rewritten = 1"
                " WHERE incident = 1 AND sequence = 2");
        }
        SUBCASE("the last entry, with a hash that fits it") {
            const auto before = db->run("SELECT hash FROM timeline WHERE incident = 1 AND sequence = 2");
            const auto last = db->run("SELECT event FROM timeline WHERE incident = 1 AND sequence = 3");
            auto event = last.at(0).text(0);
            event.replace(event.find("pool"), 4, "pond");
            db->run(
                "UPDATE timeline SET event = $1, hash = $2, rewritten = 1 WHERE incident = 1 AND sequence = "
                "3",
                {event, chain_hash(before.at(0).text(0), event)});
        }
        SUBCASE("its end is missing") {
            db->run("UPDATE timeline SET hash = '' WHERE incident = 1 AND sequence = 3");
            db->run("DELETE FROM timeline WHERE incident = 1 AND sequence = 3");
        }
        SUBCASE("what is known of the incident") {
            db->run("UPDATE incidents SET value = replace(value, 'broke', 'mended') WHERE number = 1");
        }
        SUBCASE("an entry that cannot be read") {
            const auto before = db->run("SELECT hash FROM timeline WHERE incident = 1 AND sequence = 2");
            const std::string event = "{\"nonsense\": \"U000DANA\"}";
            const auto hash = chain_hash(before.at(0).text(0), event);
            db->run(
                "UPDATE timeline SET event = $1, hash = $2, rewritten = 1 WHERE incident = 1 AND sequence = "
                "3",
                {event, hash});
            db->run("UPDATE incidents SET last_hash = $1 WHERE number = 1", {hash});
        }
    }
    const auto everything = [&] {
        std::string all;
        const auto db = *open_sqlite(folder.file("tocsin.db"));
        for (const auto* sql : {"SELECT event, hash FROM timeline WHERE incident = 1 ORDER BY sequence",
                                "SELECT value, last_hash FROM incidents WHERE number = 1"})
            for (const auto& row : db->run(sql)) all += row.text(0) + row.text(1);
        return all;
    };
    const auto before = everything();
    {
        const auto store = *Store::open(url, clock);
        store->transact([](Tx& tx) {
            auto rule = Redaction::of_person(danas, 3, false);
            CHECK_THROWS_AS(tx.redact(IncidentNumber(1), rule, true), UnreadableValue);
            CHECK_THROWS_AS(tx.redact(IncidentNumber(1), rule, false), UnreadableValue);
            CHECK(tx.redact(IncidentNumber(2), rule, false) == 2);
        });
        CHECK_FALSE(store->verify().intact);
        store->transact(
            [](Tx& tx) { CHECK(tx.incident(IncidentNumber(2))->title == "Former member 3 broke the API"); });
    }
    CHECK(everything() == before);
}

TEST_CASE_TEMPLATE("a timeline is rewritten again while the clock stands still, and after it was set back",
                   Kind, every_store) {
    Opened<Kind> opened;
    const auto remove = [&](const Identity& who, std::int64_t as) {
        int changed = 0;
        opened.transact([&](Tx& tx) {
            auto rule = Redaction::of_person(who, as, false);
            changed = tx.redact(IncidentNumber(1), rule, false);
        });
        return changed;
    };
    opened.transact([](Tx& tx) { story(tx); });
    CHECK(remove(danas, 3) == 2);
    CHECK(remove({{}, {}, {"API"}, {}}, 4) == 1);
    opened.clock.set(start - 1h);
    CHECK(remove({{}, {}, {"broke"}, {}}, 5) == 1);
    opened.transact([](Tx& tx) {
        CHECK(tx.incident(IncidentNumber(1))->title == "Former member 3 Former member 5 the Former member 4");
    });
    CHECK(opened.store->verify().intact);
}

TEST_CASE("nothing but a marked rewriting changes an entry, and nothing but forgetting removes one") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = "sqlite:" + folder.file("tocsin.db");
    (*Store::open(url, clock))->transact([](Tx& tx) { story(tx); });
    {
        const auto db = *open_sqlite(folder.file("tocsin.db"));
        db->run("UPDATE timeline SET rewritten = 7 WHERE sequence = 1");
        for (const auto* sql : {
                 "UPDATE timeline SET event = 'x' WHERE sequence = 1",
                 "UPDATE timeline SET rewritten = 6 WHERE sequence = 1",
                 "UPDATE timeline SET rewritten = 0, event = 'x' WHERE sequence = 1",
                 "UPDATE timeline SET sequence = 9 WHERE sequence = 3",
                 "UPDATE timeline SET incident = 9 WHERE sequence = 3",
                 "DELETE FROM timeline",
             }) {
            CAPTURE(sql);
            CHECK_THROWS_AS(db->run(sql), StoreError);
        }
    }
    const auto store = *Store::open(url, clock);
    store->transact([](Tx& tx) {
        tx.forget_incident(IncidentNumber(1));
        CHECK_FALSE(tx.incident(IncidentNumber(1)).has_value());
        CHECK(tx.timeline(IncidentNumber(1)).empty());
        CHECK(tx.find("pool", 5).empty());
        CHECK(tx.next_incident_number() == IncidentNumber(2));
    });
    CHECK(store->verify().intact);
}

TEST_CASE_TEMPLATE("what waits for others is sent without the name, and pages as they stand", Kind,
                   every_store) {
    Opened<Kind> opened;
    const auto send = [](Tx& tx, std::string lane, std::string payload, Priority priority) {
        OutboxRow row;
        row.lane = std::move(lane);
        row.payload = std::move(payload);
        row.priority = priority;
        row.not_before = start;
        tx.send(row);
    };
    opened.transact([&](Tx& tx) {
        send(tx, "chat.postMessage/U000DANA", R"({"do":"post","channel":"U000DANA"})", Priority::page);
        send(tx, "page/phone/dana/1", R"({"do":"page","incident":1,"person":"dana"})", Priority::page);
        send(tx, "respond/1", R"({"do":"respond","user":"U000DANA"})", Priority::answer);
        send(tx, "say/lee", R"({"do":"text","person":"lee","text":"Dana broke the API"})", Priority::page);
        send(tx, "chat.postMessage/C1",
             R"({"do":"room","message":{"blocks":[{"text":"Dana and <@U000DANA>"}]}})", Priority::update);
        send(tx, "chat.postMessage/C2", R"({"do":"room","message":{"text":"Lee"}})", Priority::update);
    });
    opened.transact([](Tx& tx) {
        auto rule = Redaction::of_person(danas, 3, false);
        CHECK(tx.redact_records(rule, false) == std::vector<Removed>{{"messages that waited", 4}});
        std::vector<std::string> payloads;
        for (const auto& lane : tx.due_lanes(10, 10))
            for (const auto& row : lane) payloads.push_back(row.payload);
        CHECK(payloads ==
              std::vector<std::string>{
                  R"({"do":"text","person":"lee","text":"Dana broke the API"})",
                  R"({"do":"room","message":{"blocks":[{"text":"Former member 3 and Former member 3"}]}})",
                  R"({"do":"room","message":{"text":"Lee"}})",
              });
    });
}

TEST_CASE_TEMPLATE("all the rows beside incidents are gone through, a piece at a time", Kind, every_store) {
    Opened<Kind> opened;
    constexpr int many = 1200;
    opened.transact([](Tx& tx) {
        for (int i = 0; i < many; ++i) {
            auto deployment = filled<Deployment>();
            deployment.key = std::to_string(i);
            deployment.by = "dana";
            tx.add(deployment);
            tx.remember(fmt::format("form/U000DANA/{}", i), "{}");
        }
        tx.set_note("dm/U000DANA", "of Dana");
        tx.add_handoff(
            {ScheduleId("primary"), {UserId("U000DANA"), "Dana", PersonId("dana")}, start, "Dana"});
    });
    const auto pieces = [&](bool only_count) {
        std::map<std::string, int> rows;
        RecordsPlace place;
        int count = 0;
        for (; !place.at_end; ++count) {
            opened.transact([&](Tx& tx) {
                auto rule = Redaction::of_person(danas, 3, false);
                rule.place = place;
                for (const auto& [what, number] : tx.redact_records(rule, only_count)) {
                    CHECK(number <= 500);
                    rows[what] += number;
                }
                place = rule.place;
            });
        }
        CHECK(count >= 3);
        return rows;
    };
    const std::map<std::string, int> all{{"answers of the last day", many},
                                         {"deployments", many},
                                         {"handoff notes", 1},
                                         {"notes of the bot", 1}};
    CHECK(pieces(true) == all);
    CHECK(pieces(false) == all);
    CHECK(pieces(true).empty());
}

TEST_CASE("a row that cannot be read is named, and the others are gone through") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = "sqlite:" + folder.file("tocsin.db");
    (*Store::open(url, clock))->transact([](Tx& tx) {
        for (int i = 0; i < 2; ++i) {
            auto silence = filled<Silence>();
            silence.by = {UserId("U000DANA"), "Dana", PersonId("dana")};
            tx.add_silence(silence);
        }
    });
    (*open_sqlite(folder.file("tocsin.db")))->run("UPDATE silences SET value = '[\"Dana\"' WHERE id = 1");
    (*Store::open(url, clock))->transact([](Tx& tx) {
        auto rule = Redaction::of_person(danas, 3, false);
        CHECK(tx.redact_records(rule, false) == std::vector<Removed>{{"silences", 1}});
        CHECK(rule.unreadable == std::vector<std::string>{"row 1 of silences"});
    });
}

// An export put into an empty store is the same store: the same export, with every hash in its place.
#include "storage/import_json.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "storage/exported_tables.h"
#include "storage/redaction.h"
#include "storage/sqlite_connection.h"
#include "tests/storage/filled.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

// Something in every table that an export has.
void fill(Tx& tx) {
    auto api = declare(tx, "API Down \"\xC3\xBC\" ${HOME}\n<!here>");
    api = record(tx, api, updated("looking \\ 'at' it"));
    record(tx, api, resolved("a cause", start));
    declare(tx, "Checkout slow");
    auto rule = Redaction::of_person({{"U1"}, {}, {}, {}}, 1, false);
    tx.redact(IncidentNumber(2), rule, false);
    tx.remember_message(IncidentNumber(1), "card", {ChannelId("C1"), MessageTs("1.2")});
    tx.add_rota_change(filled<RotaChange>());
    auto silence = filled<Silence>();
    silence.lifted.reset();
    tx.add_silence(silence);
    silence = filled<Silence>();
    silence.id = tx.add_silence(silence);
    tx.save(silence);
    tx.save(filled<ShiftRecord>());
    tx.save(ShiftRecord{{ScheduleId("s"), PersonId("p"), start}, std::nullopt, {}});
    tx.add_handoff(filled<Handoff>());
    tx.add_ad_hoc_page(filled<AdHocPage>());
    AdHocPage page;
    page.to.person = PersonId("lee");
    tx.add_ad_hoc_page(page);
    tx.save(filled<Contacts>());
    tx.keep_stopped("+12025550101");
    auto alert = filled<AlertRecord>();
    alert.id = {};
    tx.save(alert, "alike");
    tx.count_firing("API Down");
    tx.count_firing("");
    const MaintenanceDraft planned{PublicText::confirmed("Database upgrade"),
                                   PublicText::confirmed("Short breaks."),
                                   {"API"},
                                   start + 24h,
                                   start + 25h};
    tx.save(announce_maintenance(NoticeId("0123456789ab"), planned, start));
    tx.remember_pushed("statuspage/p1", NoticeId("0123456789ab"), 1, "u1");
    Subscriber subscriber{{}, "lee@example.com", start, 1, start + 1min};
    tx.save(subscriber);
    tx.keep_subscriber_token("aa", subscriber.id);
    tx.add(filled<Deployment>());
    tx.set_note("checklist/1", "done");
}

template <class Target>
struct MovedTo {
    MovedTo() {
        const auto from = *Store::open("sqlite:" + folder.file("from.db"), clock);
        from->transact(fill);
        text = from->export_json(std::nullopt);
    }
    std::string target() const { return Target::url(folder); }
    Expected<ImportCount> imports(const std::string& document) const {
        return import_json(target(), document, clock);
    }
    std::string refusal(const std::string& document) const {
        const auto count = imports(document);
        return count ? "" : count.error().message;
    }
    std::string exported() const { return (*Store::open(target(), clock))->export_json(std::nullopt); }

    TemporaryFolder folder;
    ManualClock clock{start};
    std::string text;
};
using Moved = MovedTo<SqliteFile>;

}  // namespace

TEST_CASE_TEMPLATE("an export comes back byte for byte, intact, and the next incident goes on", Kind,
                   lasting_store) {
    MovedTo<Kind> moved;
    const auto count = moved.imports(moved.text);
    REQUIRE_MESSAGE(count.has_value(), count.error().message);
    CHECK(count->incidents == 2);
    CHECK(count->events == 4);
    CHECK(moved.exported() == moved.text);
    const auto store = *Store::open(moved.target(), moved.clock);
    const auto verified = store->verify();
    CHECK(verified.intact);
    CHECK(verified.events == 4);
    CHECK(verified.rewritten == 1);
    store->transact([](Tx& tx) {
        CHECK(tx.find("looking", 5).size() == 1);
        CHECK(tx.next_incident_number() == IncidentNumber(3));
        CHECK(tx.silences(Time{}, 10).size() == 2);
        CHECK(tx.all_contacts().size() == 1);
        CHECK(tx.incident_at(ChannelId("C1"), MessageTs("1.2")).has_value());
        CHECK(tx.add_rota_change(filled<RotaChange>()).value() == 2);
    });
}

TEST_CASE("every table of an export has a row in this test, and every other table is left out on purpose") {
    const std::set<std::string> left_out{"counters",
                                         "inputs",
                                         "incidents",
                                         "timeline",
                                         "spoken",
                                         "timers",
                                         "outbox",
                                         "users",
                                         "drafts",
                                         "page_links",
                                         "deliveries",
                                         "contact_codes",
                                         "schema_migrations",
                                         "sign_ins",
                                         "web_sessions",
                                         "measures",
                                         "paged",
                                         "replicas",
                                         "shared_memory"};
    Moved moved;
    const auto exported = nlohmann::json::parse(moved.text);
    std::set<std::string> known = left_out;
    for (const auto& table : exported_tables()) {
        CAPTURE(table.name);
        CHECK_FALSE(exported[std::string(table.json_key())].empty());
        known.emplace(table.name);
    }
    const auto db = *open_sqlite(moved.folder.file("from.db"));
    for (const auto& row : db->run("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        const auto& name = row.text(0);
        if (!name.starts_with("sqlite_"))
            CHECK_MESSAGE(known.contains(name), name, " is neither exported nor left out");
    }
    for (const auto& table : exported_tables()) {
        std::set<std::string> columns, named;
        for (const auto& row :
             db->run("SELECT name FROM pragma_table_info('" + std::string(table.name) + "')"))
            columns.insert(row.text(0));
        for (const auto& column : table.columns) named.emplace(column.name);
        CAPTURE(table.name);
        CHECK(columns == named);
    }
}

TEST_CASE_TEMPLATE("a store that holds something takes no import, and keeps what it has", Kind,
                   lasting_store) {
    MovedTo<Kind> moved;
    REQUIRE(moved.imports(moved.text).has_value());
    CHECK(moved.refusal(moved.text).contains("The store has incidents already. Nothing was imported."));
    CHECK(moved.exported() == moved.text);
}

TEST_CASE_TEMPLATE("a store that a bot holds takes no import", Kind, lasting_store) {
    MovedTo<Kind> moved;
    const auto held = *Store::open(moved.target(), moved.clock);
    CHECK_FALSE(moved.imports(moved.text).has_value());
}

TEST_CASE_TEMPLATE("what was cut, changed or is of one incident only is refused whole", Kind, lasting_store) {
    MovedTo<Kind> moved;
    const auto with = [&](auto change) {
        auto document = nlohmann::json::parse(moved.text);
        change(document);
        return moved.refusal(document.dump());
    };
    CHECK(moved.refusal(moved.text.substr(0, moved.text.size() / 2)).contains("is no JSON, or was cut"));
    CHECK(moved.refusal("{}").contains("no export of a whole store"));
    CHECK(moved.refusal("[1]").contains("no export of a whole store"));
    CHECK(with([](auto& d) { d.erase("contacts"); }).contains("no export of a whole store"));
    CHECK(with([](auto& d) {
              d["incidents"][0]["timeline"][1]["text"] = "was not so";
          }).contains("Incident 1: entry 2 of the timeline is not what was exported"));
    CHECK(with([](auto& d) {
              d["incidents"][0]["timeline"].erase(2);
          }).contains("Incident 1 is not what its timeline says"));
    CHECK(with([](auto& d) { d["incidents"][1] = d["incidents"][0]; }) != "");
    CHECK(with([](auto& d) { d["incidents"][1]["incident"]["title"] = "x"; }).contains("Incident 2"));
    CHECK(with([](auto& d) { d["incidents"][0] = 7; }) != "");
    CHECK(with([](auto& d) { d["shifts"][0]["start"] = "yesterday"; }).contains("An instant of shifts"));
    CHECK(with([](auto& d) { d["handoffs"][0].erase("words"); }).contains("\"words\" of handoffs"));
    CHECK(with([](auto& d) { d["rota_changes"][0]["state"] = "odd"; }) != "");
    CHECK(with([](auto& d) { d["contacts"][0]["phone"] = 7; }) != "");
    CHECK(with([](auto& d) { d["notes"][1] = d["notes"][0]; }) != "");
    // None of it left anything behind.
    CHECK(moved.imports(moved.text).has_value());
    CHECK(moved.exported() == moved.text);
}

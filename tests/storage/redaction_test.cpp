// What identifies somebody is taken out of the store, and the store is as whole afterwards as before.
#include "storage/redaction.h"

#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "storage/event_json.h"
#include "storage/sqlite_connection.h"
#include "tests/storage/danas_story.h"
#include "tests/storage/filled.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

std::string without(const Identity& who, std::string words, bool keep_words = false) {
    Redaction::of_person(who, 3, keep_words).text(words);
    return words;
}

std::string without_addresses(std::string words) {
    Redaction::of_addresses().text(words);
    return words;
}

std::vector<std::string> texts_of(Connection& db) {
    std::vector<std::string> texts;
    for (const auto& table : db.tables()) {
        for (const auto& row : db.run("SELECT * FROM " + table)) {
            for (const auto& value : row.values) {
                if (const auto* text = std::get_if<std::string>(&value)) texts.push_back(to_lower(*text));
            }
        }
    }
    return texts;
}

}  // namespace

TEST_CASE("a person's names, mentions, number and address go from a text, and what looks alike stays") {
    CHECK(without(danas, "Dana Smith and DANA looked; Danae did not") ==
          "Former member 3 and Former member 3 looked; Danae did not");
    CHECK(without(danas, "<@U000DANA> and <@U000DANA|dana> and <@U000DANAX>") ==
          "Former member 3 and Former member 3 and <@U000DANAX>");
    CHECK(without(danas, "call +1 (202) 555-0101, 202.555.0101 or 0202 5550101") ==
          "call [removed], [removed] or [removed]");
    CHECK(without(danas, "number ending 0101; +12025550102; 12025550101999; port 0101") ==
          "removed number; +12025550102; 12025550101999; port 0101");
    CHECK(without(danas, "Dana@Example.com, not danae@example.com") == "[removed], not danae@example.com");
    CHECK(without(danas, "person:dana") == "person:removed-3");
    CHECK(without({{}, {}, {"J\u00f6rg"}, {}}, "J\u00f6rg, J\u00f6rgen") == "Former member 3, J\u00f6rgen");
}

TEST_CASE("names in what people typed stay when that is wanted, and who did what does not") {
    CHECK(without(danas, "Dana <@U000DANA> +12025550101", true) == "Dana Former member 3 [removed]");
    auto event = by_dana(IncidentNumber(1), 1, updated("Dana looks"));
    auto rule = Redaction::of_person(danas, 3, true);
    CHECK(redact(event, rule));
    CHECK(event.by == Actor{UserId(), "Former member 3", PersonId("removed-3")});
    CHECK(std::get<event::Updated>(event.body).text == "Dana looks");
}

TEST_CASE("somebody else of the same name keeps it, and a program's name that holds it does not") {
    auto rule = Redaction::of_person(danas, 3, false);
    Actor other{UserId("U000OTHER"), "Dana", PersonId("dana2")};
    CHECK_FALSE(rule.actor(other));
    CHECK(other.name == "Dana");
    Actor program{UserId(), "dana laptop", PersonId()};
    CHECK(rule.actor(program));
    CHECK(program.name == "Former member 3 laptop");
}

TEST_CASE("numbers and addresses of anybody go, and times, versions and handles stay") {
    CHECK(without_addresses("+49 30 1234567, lee@example.com.") == "[removed], [removed].");
    for (const auto* stays :
         {"2025-01-21 14:32 UTC", "10.0.0.1:8080", "v1.2.3+45", "@lee", "git@host", "a+b", "1+1=2"})
        CHECK(without_addresses(stays) == stays);
}

TEST_CASE("every member of every event is gone through") {
    // Whatever holds a person in an event that is full to the brim is found: none of it stands there
    // afterwards.
    auto event = by_dana(IncidentNumber(1), 1, event::Reassigned{{UserId("U000DANA"), "D."}, "for Dana"});
    auto rule = Redaction::of_person(danas, 3, false);
    CHECK(redact(event, rule));
    CHECK(event_to_json(event).find("ana") == std::string::npos);
    CHECK(rule.identity().names.contains("D."));  // another name of the same person
    CHECK(rule.met());
    auto plan = by_dana(IncidentNumber(1), 2, filled<event::Planned>());
    std::get<event::Planned>(plan.body).plan.levels[0].to = {{Target::Kind::person, "dana"},
                                                             {Target::Kind::user, "U000DANA"}};
    CHECK(redact(plan, rule));
    for (const auto& target : std::get<event::Planned>(plan.body).plan.levels[0].to)
        CHECK(target == Target{Target::Kind::person, "removed-3"});
}

TEST_CASE_TEMPLATE("a rewritten timeline verifies, says how much of it was, and keeps what happened", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        const auto before = story(tx);
        declare(tx, "Checkout slow");
        auto rule = Redaction::of_person(danas, 3, false);
        CHECK(tx.redact(before.number, rule, true) == 2);
        CHECK(tx.incident(before.number) == before);
        CHECK(tx.redact(before.number, rule, false) == 2);
        CHECK(tx.redact(before.number, rule, false) == 0);
        CHECK(tx.redact(IncidentNumber(2), rule, false) == 0);
        const auto after = *tx.incident(before.number);
        CHECK(after.title == "Former member 3 broke the API");
        CHECK(after.declared_by == Actor{UserId(), "Former member 3", PersonId("removed-3")});
        CHECK(after.resolution->cause == "the pool; danae@example.com told us");
        CHECK(after.revision == before.revision);
        CHECK(after.declared == before.declared);
        CHECK(tx.find("broke", 5).size() == 1);
        CHECK(tx.find("U000DANA", 5).empty());
        CHECK(tx.find("former", 5).size() == 1);
    });
    const auto verified = opened.store->verify();
    CHECK_MESSAGE(verified.intact, verified.problem);
    CHECK(verified.events == 4);
    CHECK(verified.rewritten == 2);
    const auto exported = nlohmann::json::parse(opened.store->export_json(std::nullopt));
    CHECK(exported["incidents"][0]["timeline"][0]["rewritten"] == format_rfc3339(start));
    CHECK_FALSE(exported["incidents"][0]["timeline"][2].contains("rewritten"));
    // It goes on as any other.
    opened.transact([&](Tx& tx) { record(tx, *tx.incident(IncidentNumber(1)), updated("afterwards")); });
    CHECK(opened.store->verify().intact);
}

TEST_CASE("what is a person's alone is deleted everywhere, and they are named nowhere any more") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = "sqlite:" + folder.file("tocsin.db");
    const Actor dana{UserId("U000DANA"), "Dana Smith", PersonId("dana")};
    const Actor lee{UserId("U000LEE"), "Lee", PersonId("lee")};
    {
        const auto store = *Store::open(url, clock);
        store->transact([&](Tx& tx) {
            story(tx);
            Contacts contacts;
            contacts.person = dana.person;
            contacts.phone = VerifiedAddress{"+12025550101", start};
            contacts.quiet = QuietHours{60, 120};
            tx.save(contacts);
            tx.add_code(
                {{}, dana.person, Means::email, "dana@example.com", "salt", "hash", start, start + 1h, 0});
            Subscriber subscriber{{}, "dana@example.com", start, 1, start};
            tx.save(subscriber);
            tx.keep_sign_in("hash", {dana.user, "", start, start + 1h});
            tx.add_web_session("token", {{}, dana.user, "Firefox", start, start, start + 1h});
            tx.keep_draft({"d", dana.user, "words", start + 1h});
            tx.remember_user({dana.user, "Dana Smith", "UTC", false, false, true});
            tx.save(ShiftRecord{{ScheduleId("primary"), dana.person, start}, start, {}});
            tx.add_handoff({ScheduleId("primary"), dana, start, "all quiet"});
            tx.add_handoff({ScheduleId("primary"), lee, start, "Dana knows more"});
            AdHocPage page;
            page.to = dana;
            tx.add_ad_hoc_page(page);
            page.to = lee;
            page.by = dana;
            page.text = "Dana needs you";
            tx.add_ad_hoc_page(page);
            RotaChange change;
            change.covers = {{ScheduleId("primary"), dana.person, lee.person, start, start + 1h}};
            change.by = dana;
            change.reason = "dentist, says Dana";
            tx.add_rota_change(change);
            Silence silence = filled<Silence>();
            silence.by = dana;
            tx.add_silence(silence);
            Deployment deployment = filled<Deployment>();
            deployment.by = "dana";
            tx.add(deployment);
            AlertRecord alert = filled<AlertRecord>();
            alert.id = {};
            alert.alert.description = "mail dana@example.com";
            tx.save(alert, "alike");
            tx.set_note("dm/U000DANA", "D1");
            tx.set_note("checklist/external_plan", "2025-01-21T14:33:00Z Dana Smith");
            tx.set_timer({"shift/primary/dana/1", start, "duty", "", 0});
            tx.set_timer({"prune", start, "prune", "", 0});
            tx.remember("form/U000DANA/1", "{}");
            tx.send({.id = {},
                     .lane = "chat.postMessage/U000DANA",
                     .payload = "{}",
                     .supersede = "",
                     .not_before = start,
                     .expires = {}});
            tx.send({.id = {},
                     .lane = "chat.postMessage/C1",
                     .payload = "{}",
                     .supersede = "",
                     .not_before = start,
                     .expires = {}});
        });
        std::vector<Removed> counted, removed;
        store->transact([&](Tx& tx) {
            auto rule = Redaction::of_person(danas, 3, false);
            counted = tx.redact_records(rule, true);
            CHECK(tx.contacts(dana.person).phone.has_value());
        });
        store->transact([&](Tx& tx) {
            auto rule = Redaction::of_person(danas, 3, false);
            removed = tx.redact_records(rule, false);
            CHECK(tx.redact(IncidentNumber(1), rule, false) == 2);
            auto again = Redaction::of_person(danas, 3, false);
            CHECK(tx.redact_records(again, false).empty());
            CHECK(again.place.at_end);
        });
        const auto rows = [](const std::vector<Removed>& all, std::string_view what) {
            for (const auto& one : all)
                if (one.what == what) return one.rows;
            return 0;
        };
        for (const auto* what : {"contact methods", "codes", "subscriptions to the status page",
                                 "browser sessions", "test pages", "Slack profiles", "covers and swaps",
                                 "silences", "alerts", "reminders", "messages that waited"}) {
            CAPTURE(what);
            CHECK(rows(counted, what) == 1);
            CHECK(rows(removed, what) == 1);
        }
        CHECK(store->verify().intact);
        store->transact([&](Tx& tx) {
            const auto change = *tx.rota_change(RotaChangeId(1));
            CHECK(change.covers[0].from == PersonId("removed-3"));
            CHECK(change.covers[0].to == lee.person);
            CHECK(tx.last_handoff(ScheduleId("primary"), start)->text == "Former member 3 knows more");
            CHECK(tx.outbox_size() == 1);
            CHECK(tx.due_lanes(10, 10).size() == 1);
        });
    }
    for (const auto& text : texts_of(**open_sqlite(folder.file("tocsin.db")))) {
        for (const auto* trace : {"dana smith", "u000dana", "5550101", "dana@example.com", "\"dana\""})
            CHECK_MESSAGE(text.find(trace) == std::string::npos, trace, " in ", text);
    }
}

TEST_CASE_TEMPLATE("a number that was told to STOP stays known as a hash alone", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.keep_stopped("+12025550101");
        tx.keep_stopped("+12025550101");
        CHECK(tx.is_stopped("+12025550101"));
        CHECK_FALSE(tx.is_stopped("+12025550102"));
    });
    const auto exported = nlohmann::json::parse(opened.store->export_json(std::nullopt));
    CHECK(exported["stopped_numbers"].size() == 1);
    CHECK(exported.dump().find("5550101") == std::string::npos);
    opened.transact([](Tx& tx) {
        tx.forget_stopped("+12025550101");
        CHECK_FALSE(tx.is_stopped("+12025550101"));
    });
}

TEST_CASE_TEMPLATE("what is old about duty is forgotten a piece at a time, and what is not stays", Kind,
                   every_store) {
    Opened<Kind> opened;
    const Actor lee{UserId("U000LEE"), "Lee", PersonId("lee")};
    opened.transact([&](Tx& tx) {
        for (int i = 0; i < 5; ++i) {
            const auto at = start + i * 24h;
            AdHocPage page;
            page.to = lee;
            page.asked = at;
            tx.add_ad_hoc_page(page);
            tx.add_handoff({ScheduleId("primary"), lee, at, "note"});
            tx.save(ShiftRecord{{ScheduleId("primary"), lee.person, at}, std::nullopt, {}});
            RotaChange change;
            change.by = lee;
            change.asked = at;
            change.reason = "dentist";
            tx.add_rota_change(change);
        }
        const auto before = start + 3 * 24h;
        CHECK(tx.forget_ad_hoc_pages_before(before, 2) == 2);
        CHECK(tx.forget_ad_hoc_pages_before(before, 2) == 1);
        CHECK(tx.forget_ad_hoc_pages_before(before, 2) == 0);
        CHECK(tx.forget_shifts_before(before, 10) == 6);
        CHECK(tx.forget_reasons_of_covers_before(before, 10) == 3);
        CHECK(tx.forget_reasons_of_covers_before(before, 10) == 0);
        CHECK(tx.rota_change(RotaChangeId(1))->reason.empty());
        CHECK(tx.rota_change(RotaChangeId(1))->by == lee);
        CHECK(tx.rota_change(RotaChangeId(4))->reason == "dentist");
        CHECK(tx.newest_ad_hoc_page(lee.person).has_value());
    });
}

TEST_CASE("an export names each damaged row, of whatever table, and goes on") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = "sqlite:" + folder.file("tocsin.db");
    (*Store::open(url, clock))->transact([](Tx& tx) {
        declare(tx, "API Down");
        record(tx, declare(tx, "Checkout slow"), updated("looking"));
        declare(tx, "Search slow");
        Contacts contacts;
        contacts.person = PersonId("lee");
        tx.save(contacts);
        contacts.person = PersonId("sam");
        tx.save(contacts);
        tx.add_ad_hoc_page(filled<AdHocPage>());
        tx.add_rota_change(filled<RotaChange>());
        tx.add_silence(filled<Silence>());
    });
    {
        const auto db = *open_sqlite(folder.file("tocsin.db"));
        db->run("UPDATE incidents SET value = '{\"number\":' WHERE number = 1");
        db->run("UPDATE timeline SET event = 'nothing', rewritten = 1 WHERE incident = 2 AND sequence = 2");
        db->run("UPDATE contacts SET value = '[1' WHERE person = 'lee'");
        db->run("UPDATE test_pages SET value = '7'");
        db->run("UPDATE rota_changes SET value = '{\"state\":\"nonsense\"}'");
    }
    const auto store = *Store::open(url, clock);
    std::vector<std::string> damaged;
    const auto exported = nlohmann::json::parse(store->export_json(std::nullopt, &damaged));
    CHECK(damaged == std::vector<std::string>{
                         "Incident 1 cannot be read. It was left out.",
                         "Entry 2 of the timeline of INC-2 cannot be read. It was left out.",
                         "Row 1 of rota_changes cannot be read. It was left out.",
                         "Row 1 of test_pages cannot be read. It was left out.",
                         "Row lee of contacts cannot be read. It was left out.",
                     });
    CHECK(exported["damaged"].size() == damaged.size());
    CHECK(exported["incidents"].size() == 2);
    CHECK(exported["incidents"][1]["title"] == "Search slow");
    CHECK(exported["contacts"].size() == 1);
    CHECK(exported["silences"].size() == 1);
}

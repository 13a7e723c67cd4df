#include <doctest/doctest.h>

#include <vector>

#include "storage/unreadable.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

std::vector<std::string> titles(const std::vector<Incident>& incidents) {
    std::vector<std::string> all;
    for (const Incident& incident : incidents) all.push_back(incident.title);
    return all;
}

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE_TEMPLATE("a saved incident is read back whole, with its timeline", Kind, every_store) {
    Opened<Kind> opened;
    Incident saved;
    opened.transact([&](Tx& tx) {
        saved = declare(tx, "API \"Down\" \u00e9\n\t\x01");
        saved = record(tx, saved, updated("looking"));
    });
    opened.transact([&](Tx& tx) {
        CHECK(tx.incident(saved.number) == saved);
        const auto events = tx.timeline(saved.number);
        REQUIRE(events.size() == 2);
        CHECK(std::get<event::Declared>(events[0].body).title == saved.title);
        CHECK(std::get<event::Updated>(events[1].body).text == "looking");
        CHECK(apply(apply(Incident{}, events[0]), events[1]) == saved);
        CHECK(tx.incident(IncidentNumber(99)) == std::nullopt);
        CHECK(tx.timeline(IncidentNumber(99)).empty());
    });
    CHECK(opened.store->verify().intact);
    CHECK(opened.store->verify().events == 2);
}

TEST_CASE_TEMPLATE("of the incidents in which something is to be done the newest are found first", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        for (const auto* title : {"first", "second", "third", "nothing to do"}) {
            const auto incident = declare(tx, title);
            event::ActionAdded action;
            action.action = 1;
            action.text = "Raise the pool";
            if (std::string_view(title) != "nothing to do") record(tx, incident, action);
        }
        CHECK(titles(tx.incidents_waiting(2)) == Titles{"third", "second"});
        CHECK(titles(tx.incidents_waiting(9)) == Titles{"third", "second", "first"});
    });
}

TEST_CASE_TEMPLATE("incident numbers count up, and one that was rolled back is given again", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        CHECK(tx.next_incident_number().value() == 1);
        CHECK(tx.next_incident_number().value() == 2);
        CHECK_THROWS_AS(tx.savepoint([&] {
            CHECK(tx.next_incident_number().value() == 3);
            throw std::runtime_error("no");
        }),
                        std::runtime_error);
    });
    CHECK_THROWS_AS(opened.transact([](Tx& tx) {
        CHECK(tx.next_incident_number().value() == 3);
        throw std::runtime_error("no");
    }),
                    std::runtime_error);
    opened.transact([](Tx& tx) { CHECK(tx.next_incident_number().value() == 3); });
}

TEST_CASE_TEMPLATE("events that do not follow the stored ones are refused and change nothing", Kind,
                   every_store) {
    Opened<Kind> opened;
    Incident incident;
    opened.transact([&](Tx& tx) { incident = declare(tx, "API Down"); });
    const auto event_at = [&](int sequence) {
        return Event{.incident = incident.number,
                     .sequence = sequence,
                     .at = start,
                     .by = {},
                     .body = event::Joined{}};
    };
    const auto refused = [&](IncidentNumber number, int revision, const std::vector<Event>& events) {
        opened.transact([&](Tx& tx) {
            Incident changed = incident;
            changed.number = number;
            changed.revision = revision;
            CHECK_THROWS_AS(tx.savepoint([&] { tx.save(changed, events); }), StoreError);
        });
    };
    refused(incident.number, 3, {event_at(3)});               // a gap
    refused(incident.number, 1, {event_at(1)});               // the beginning again
    refused(incident.number, 3, {event_at(2)});               // a revision of another moment
    refused(IncidentNumber(7), 2, {event_at(2)});             // another incident's event
    refused(incident.number, 3, {event_at(2), event_at(2)});  // the same twice
    opened.transact([&](Tx& tx) {
        CHECK(tx.incident(incident.number) == incident);
        CHECK(tx.timeline(incident.number).size() == 1);
    });
    CHECK(opened.store->verify().intact);
}

TEST_CASE_TEMPLATE("a text that is not UTF-8 is refused, because it could not be read again", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        CHECK_THROWS_AS(tx.savepoint([&] { declare(tx, "bad \xFF byte"); }), UnreadableValue);
        declare(tx, "good");
    });
    opened.transact([](Tx& tx) { CHECK(titles(tx.incidents(ListFilter::all, 10)) == Titles{"good"}); });
}

TEST_CASE_TEMPLATE("lists are newest first, by state and by age", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) { declare(tx, "old"); });
    opened.clock.advance(1h);
    opened.transact([](Tx& tx) { declare(tx, "second"); });
    opened.clock.advance(1h);
    opened.transact([](Tx& tx) {
        auto cancelled = declare(tx, "cancelled");
        record(tx, cancelled, event::Cancelled{.reason = "test"});
        declare(tx, "new");
    });
    opened.transact([](Tx& tx) {
        CHECK(titles(tx.incidents(ListFilter::all, 10)) == Titles{"new", "cancelled", "second", "old"});
        CHECK(titles(tx.incidents(ListFilter::open, 10)) == Titles{"new", "second", "old"});
        CHECK(titles(tx.incidents(ListFilter::closed, 10)) == Titles{"cancelled"});
        CHECK(titles(tx.incidents(ListFilter::open, 1, 1)) == Titles{"second"});
        const auto newest = tx.incidents(ListFilter::open, 1).front().number;
        const auto& young = tx.young();
        REQUIRE(young.size() == 3);
        CHECK(young[0] == Outline{newest, "new", ServiceId{}, start + 2h});
        CHECK(young[1].title == "second");
    });
}

TEST_CASE_TEMPLATE("find wants every word, in title, updates, notes or causes, in any case", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto first = declare(tx, "Checkout slow");
        first = record(tx, first, updated("Connection POOL is full"));
        first = record(tx, first, event::NoteAdded{.at = tx.now(), .text = "100% of requests"});
        auto second = declare(tx, "Pool of workers dead");
        second = record(tx, second, resolved("bad deploy", tx.now()));
    });
    opened.transact([](Tx& tx) {
        CHECK(titles(tx.find("pool", 10)) == Titles{"Pool of workers dead", "Checkout slow"});
        CHECK(titles(tx.find("pool", 1)) == Titles{"Pool of workers dead"});
        CHECK(titles(tx.find("  checkout   full ", 10)) == Titles{"Checkout slow"});
        CHECK(titles(tx.find("DEPLOY", 10)) == Titles{"Pool of workers dead"});
        CHECK(titles(tx.find("100%", 10)) == Titles{"Checkout slow"});
        CHECK(tx.find("10%%", 10).empty());
        CHECK(tx.find("p_ol", 10).empty());
        CHECK(tx.find("pool missing", 10).empty());
        CHECK(tx.find("   ", 10).empty());
    });
    opened.transact([](Tx& tx) {
        auto first = *tx.incident(IncidentNumber(1));
        first = record(tx, first, event::EntryEdited{.entry = 3, .at = tx.now(), .text = "half of requests"});
        CHECK(tx.find("100%", 10).empty());
        CHECK(tx.find("half", 10).size() == 1);
        record(tx, first, event::EntryRemoved{.entry = 3});
        CHECK(tx.find("half", 10).empty());
    });
}

TEST_CASE_TEMPLATE("an incident is found by its card's thread or its own channel", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        const auto first = declare(tx, "first");
        const auto second = declare(tx, "second");
        const ChannelId everybody("C1");
        const ChannelId room("C2");
        tx.remember_message(first.number, "card", {everybody, MessageTs("1.1")});
        tx.remember_message(first.number, "reminder/3", {everybody, MessageTs("1.2")});
        tx.remember_message(second.number, "room", {room, MessageTs()});
        CHECK(tx.incident_at(everybody, MessageTs("1.1")) == first);
        CHECK(tx.incident_at(everybody, MessageTs("1.2")) == std::nullopt);
        CHECK(tx.incident_at(everybody, MessageTs()) == std::nullopt);
        CHECK(tx.incident_at(room, MessageTs()) == second);
        CHECK(tx.incident_at(room, MessageTs("5.5")) == second);
        CHECK(tx.message(first.number, "reminder/3") == PostedMessage{everybody, MessageTs("1.2")});
        CHECK(tx.message(first.number, "none") == std::nullopt);
        tx.remember_message(first.number, "card", {room, MessageTs("9.9")});
        CHECK(tx.message(first.number, "card") == PostedMessage{room, MessageTs("9.9")});
        CHECK(tx.incident_at(everybody, MessageTs("1.1")) == std::nullopt);
    });
}

TEST_CASE_TEMPLATE("open incidents are counted by severity and state", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        CHECK(tx.open_counts().empty());
        declare(tx, "one");
        const auto two = declare(tx, "two");
        const auto three = declare(tx, "three");
        record(tx, two, event::SeverityChanged{two.severity, Severity::sev3, "", {}});
        record(tx, three, event::Cancelled{"a test"});
        const std::vector<IncidentCount> expected{{Severity::sev1, State::paging, 1},
                                                  {Severity::sev3, State::paging, 1}};
        CHECK(tx.open_counts() == expected);
    });
}

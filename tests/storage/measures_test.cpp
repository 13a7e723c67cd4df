#include <doctest/doctest.h>

#include "storage/open_connection.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

const TimeSpan whole_day{start - 12h, start + 12h};

Incident open_by_alert(Tx& tx, Time detected, const std::string& rule, Severity severity = Severity::sev2) {
    event::Declared declared;
    declared.title = "API Down";
    declared.severity = severity;
    declared.started = detected - 3min;
    declared.detected = detected;
    declared.source = "rule " + rule;
    declared.rule = rule;
    Incident incident;
    incident.number = tx.next_incident_number();
    const Event event{incident.number, 1, detected, {}, Via::api, declared};
    incident = apply(incident, event);
    tx.save(incident, std::span(&event, 1));
    return incident;
}

Incident then(Tx& tx, const Incident& incident, Time at, EventBody body) {
    const Event event{incident.number, incident.revision + 1, at, {UserId("U1"), "dana", PersonId("dana")},
                      Via::button,     std::move(body)};
    auto after = apply(incident, event);
    tx.save(after, std::span(&event, 1));
    return after;
}

event::Resolved restored_at(Time at) {
    event::Resolved resolved;
    resolved.restored = at;
    return resolved;
}

void fill_day(Tx& tx) {
    auto real = open_by_alert(tx, start, "errors");
    real = then(tx, real, start + 2min, event::Acknowledged{});
    real = then(tx, real, start + 18min, restored_at(start + 18min));
    real = then(tx, real, start + 20min, event::Reopened{});
    real = then(tx, real, start + 30min, restored_at(start + 30min));
    then(tx, real, start + 31min, event::PageRated{true, PageVerdict::real});
    const auto wrong = open_by_alert(tx, start + 1h, "errors", Severity::sev1);
    then(tx, wrong, start + 61min, event::Cancelled{"test"});
    open_by_alert(tx, start + 2h, "disk", Severity::sev3);
    for (int i = 0; i < 8; ++i) tx.count_firing(i < 5 ? "errors" : "disk");
}

void check_day(Tx& tx) {
    const auto facts = tx.month_facts(whole_day);
    REQUIRE(facts.tally.size() == 2);
    const auto& sev2 = facts.tally.at(Severity::sev2);
    CHECK(sev2.incidents == 1);
    CHECK(sev2.detection == TimeSum{1, 3min});
    CHECK(sev2.acknowledgment == TimeSum{1, 2min});
    CHECK(sev2.resolution == TimeSum{1, 30min});
    CHECK(facts.tally.at(Severity::sev3).resolution.count == 0);
    CHECK(facts.alerts.false_alarms == 1);
}

}  // namespace

TEST_CASE_TEMPLATE("a month is counted by the database as by hand", Kind, every_store) {
    Opened<Kind> open;
    open.transact([](Tx& tx) {
        fill_day(tx);
        check_day(tx);
        const auto facts = tx.month_facts(whole_day);
        CHECK(facts.alerts == AlertCounts{8, 1});
        const auto rules = rule_reports(facts.rules);
        REQUIRE(rules.size() == 2);
        CHECK(rules[0] == RuleReport{"errors", 5, 2, 1, 1, 0, 0});
        CHECK(rules[1] == RuleReport{"disk", 3, 1, 0, 0, 0, 0});
        const auto list = tx.measured(whole_day, 10);
        REQUIRE(list.size() == 3);
        CHECK(list[0].rule == "disk");
        CHECK(tally(list, whole_day) == facts.tally);
        CHECK(list[1].is_false_alert());
        CHECK(tx.measured(whole_day, 1, 2).front().verdict == PageVerdict::real);
    });
}

TEST_CASE_TEMPLATE("a month has its instants from the first to before the last, and knows what was before it",
                   Kind, every_store) {
    Opened<Kind> open;
    open.transact([](Tx& tx) {
        open_by_alert(tx, start, "a");
        const auto wrong = open_by_alert(tx, start + 1h, "a");
        then(tx, wrong, start + 2h, event::Cancelled{"test"});
        CHECK(tx.tally({start, start + 1us}).size() == 1);
        CHECK(tx.tally({start - 1h, start}).empty());
        const auto after = tx.month_facts({start + 3h, start + 4h});
        CHECK(after.tally.empty());
        REQUIRE(after.last_before);
        CHECK(*after.last_before == LastIncident{IncidentNumber{1}, start});
        CHECK_FALSE(tx.month_facts({start, start + 1h}).last_before);
    });
}

TEST_CASE_TEMPLATE("one page is one person at one moment, by however many means, and a drill's is none", Kind,
                   every_store) {
    Opened<Kind> open;
    open.transact([](Tx& tx) {
        auto incident = open_by_alert(tx, start, "a");
        event::Paged paged;
        paged.level = 1;
        paged.orders = {{{UserId("U1"), "Dana", PersonId("dana")}, "primary", {Means::phone, Means::sms}},
                        {{UserId("U2"), "Lee", {}}, "backup", {Means::slack}}};
        incident = then(tx, incident, start + 1min, paged);
        paged.orders.pop_back();
        then(tx, incident, start + 11min, paged);
        const auto pages = tx.page_counts(whole_day);
        REQUIRE(pages.size() == 2);
        CHECK(pages[0] == PageCount{"U2", start - 2min, 1});  // 14:30, the quarter of 14:33
        CHECK(pages[1].person == "dana");
        CHECK(pages[1].pages == 2);
    });
}

TEST_CASE_TEMPLATE("a store of before is counted when it is opened", Kind, lasting_store) {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto url = Kind::url(folder);
    (*Store::open(url, clock))->transact([](Tx& tx) { fill_day(tx); });
    {
        const auto connection = *open_connection(url);
        connection->run("DELETE FROM measures");
        connection->run("DELETE FROM counters WHERE name = 'measures'");
    }
    (*Store::open(url, clock))->transact([](Tx& tx) { check_day(tx); });
}

TEST_CASE("what was learned in a month is counted as it stands: open items, and what was published in time") {
    const ManualClock clock(start + 48h);
    const auto store = *Store::open("sqlite::memory:", clock);
    store->transact([](Tx& tx) {
        const auto ends = [&](Time due) {
            auto incident = open_by_alert(tx, start, "errors");
            auto resolved = restored_at(start + 30min);
            resolved.post_mortem_due = due;
            return then(tx, incident, start + 30min, resolved);
        };
        auto in_time = ends(start + 24h);
        event::ActionAdded item;
        for (item.action = 1; item.action <= 3; ++item.action) in_time = then(tx, in_time, start + 1h, item);
        in_time = then(tx, in_time, start + 2h, event::ActionDone{2});
        then(tx, in_time, start + 23h, event::PostMortemPublished{});
        then(tx, ends(start + 24h), start + 25h, event::PostMortemPublished{});
        ends(start + 24h);                                                    // overdue
        ends(start + 72h);                                                    // not due yet
        then(tx, ends(start + 24h), start + 1h, event::PostMortemSkipped{});  // not owed any more
        const auto learning = tx.month_facts(whole_day).learning;
        REQUIRE(learning);
        CHECK(*learning == LearningCounts{3, 2, 3, 1});
        CHECK(*tx.month_facts({start + 1h, start + 2h}).learning == LearningCounts{});
        const auto list = tx.measured(whole_day, 10);
        REQUIRE(list.size() == 5);
        CHECK(list.back().open_actions == 2);
        CHECK(list.back().post_mortem_published == start + 23h);
        CHECK_FALSE(list.front().post_mortem_due);
    });
}

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "storage/alert_json.h"
#include "storage/unreadable.h"
#include "tests/storage/filled.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

AlertRecord record_of(const std::string& key, std::int64_t incident = 0) {
    AlertRecord record;
    record.alert.source = "alertmanager";
    record.alert.key = key;
    record.alert.title = "High error rate";
    record.alert.started = record.first = record.last = start;
    record.fired = record.told = 1;
    record.incident = IncidentNumber(incident);
    return record;
}

Incident open_incident(Tx& tx, const std::string& title) {
    Event event;
    event.incident = tx.next_incident_number();
    event.sequence = 1;
    event.at = tx.now();
    event::Declared declared;
    declared.title = title;
    declared.severity = Severity::sev2;
    event.body = declared;
    auto incident = apply(Incident{}, event);
    tx.save(incident, std::vector{event});
    return incident;
}

}  // namespace

TEST_CASE("alerts and silences come back from JSON as they were, full or empty") {
    auto full = filled<AlertRecord>();
    full.id = {};
    full.incident = {};
    CHECK(alert_record_from_json(alert_record_to_json(full)) == full);
    CHECK(alert_record_from_json(alert_record_to_json(AlertRecord{})) == AlertRecord{});
    auto silence = filled<Silence>();
    silence.id = {};
    CHECK(silence_from_json(silence_to_json(silence)) == silence);
    CHECK_THROWS_AS(alert_record_from_json("[]"), UnreadableValue);
    CHECK_THROWS_AS(silence_from_json(R"({"from":"soon"})"), UnreadableValue);
}

TEST_CASE_TEMPLATE("an alert is kept under its source's key", Kind, every_store) {
    Opened<Kind> opened;
    auto record = record_of("f1");
    opened.transact([&](Tx& tx) {
        CHECK_FALSE(tx.alert("alertmanager", "f1").has_value());
        tx.save(record, "group");
        CHECK(record.id.value() != 0);
        auto other = record_of("f1");
        other.alert.source = "grafana";
        tx.save(other, "group");
        CHECK(other.id != record.id);
    });
    record.incident = IncidentNumber(7);
    record.told = 2;
    opened.transact([&](Tx& tx) { tx.save(record, "group"); });
    opened.transact([&](Tx& tx) {
        CHECK(tx.alert("alertmanager", "f1") == record);
        CHECK(tx.alert(record.id) == record);
        CHECK_FALSE(tx.alert("alertmanager", "F1").has_value());
        CHECK_FALSE(tx.alert(AlertId(99)).has_value());
        auto lost = record_of("f9");
        lost.id = AlertId(99);
        CHECK_THROWS_AS(tx.save(lost, "group"), StoreError);
    });
}

TEST_CASE_TEMPLATE("the alerts of an incident are counted, found by what is alike, and moved", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        CHECK(tx.newest_incident_alike("group") == IncidentNumber{});
        for (const auto& [key, incident] :
             std::map<std::string, std::int64_t>{{"a", 1}, {"b", 2}, {"c", 2}, {"d", 0}}) {
            auto record = record_of(key, incident);
            tx.save(record, "group");
        }
        auto quiet = record_of("e", 2);
        quiet.alert.status = Alert::Status::resolved;
        tx.save(quiet, "group");
        CHECK(tx.newest_incident_alike("group") == IncidentNumber(2));
        CHECK(tx.newest_incident_alike("other") == IncidentNumber{});
        CHECK(tx.alert_count(IncidentNumber(2)).all == 3);
        CHECK(tx.alert_count(IncidentNumber(2)).firing == 2);
        const auto all = tx.alerts_of(IncidentNumber(2), AlertId{}, 10);
        CHECK(all.size() == 3);
        CHECK(tx.alerts_of(IncidentNumber(2), all[0].id, 10).size() == 2);
        CHECK(tx.alerts_of(IncidentNumber(2), AlertId{}, 1).size() == 1);
        const auto waiting = tx.alerts_waiting(AlertId{}, 10);
        REQUIRE(waiting.size() == 1);
        CHECK(waiting[0].alert.key == "d");
        CHECK(tx.alerts_waiting(waiting[0].id, 10).empty());
        tx.move_alerts(IncidentNumber(2), IncidentNumber(1));
        CHECK(tx.alert_count(IncidentNumber(1)).firing == 3);
        CHECK(tx.alert("alertmanager", "b")->incident == IncidentNumber(1));
    });
}

TEST_CASE_TEMPLATE("alerts that are quiet for long go, but for those of open incidents", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        const auto incident = open_incident(tx, "API Down");
        const auto save = [&](AlertRecord record, Alert::Status status) {
            record.alert.status = status;
            tx.save(record, "group");
        };
        save(record_of("kept", incident.number.value()), Alert::Status::resolved);
        save(record_of("firing"), Alert::Status::firing);
        for (const auto* key : {"a", "b", "c"}) save(record_of(key), Alert::Status::resolved);
        auto young = record_of("young");
        young.last = start + 2h;
        save(young, Alert::Status::resolved);
        CHECK(tx.forget_alerts_before(start + 1h, 2) == 2);
        CHECK(tx.forget_alerts_before(start + 1h, 2) == 1);
        CHECK(tx.forget_alerts_before(start + 1h, 2) == 0);
        for (const auto* key : {"kept", "firing", "young"}) CHECK(tx.alert("alertmanager", key).has_value());
    });
}

TEST_CASE_TEMPLATE("firings are counted by quarter of an hour", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        tx.count_firing("");
        tx.count_firing("");
    });
    opened.clock.advance(15min);
    opened.transact([](Tx& tx) {
        tx.count_firing("");
        const auto quarter =
            std::chrono::floor<std::chrono::minutes>(start) - start.time_since_epoch() % 15min;
        CHECK(tx.firings_between(quarter - 24h, quarter + 24h) == 3);
        CHECK(tx.firings_between(quarter, quarter + 15min) == 2);
        CHECK(tx.firings_between(quarter + 15min, quarter + 30min) == 1);
        CHECK(tx.firings_between(quarter - 15min, quarter) == 0);
    });
}

TEST_CASE_TEMPLATE("a silence is kept, changed and found until it is over", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        Silence silence;
        silence.matcher = {{"service", "api"}};
        silence.from = start;
        silence.until = start + 1h;
        silence.why = "deploy";
        silence.id = tx.add_silence(silence);
        CHECK(tx.silence(silence.id) == silence);
        CHECK(tx.silences(start, 10) == std::vector{silence});
        CHECK(tx.silences(start + 1h, 10).empty());
        silence.lifted = start + 1min;
        tx.save(silence);
        CHECK(tx.silence(silence.id) == silence);
        CHECK(tx.silences(start, 10) == std::vector{silence});
        CHECK(tx.silences(start + 1min, 10).empty());
        tx.forget_silences_before(start + 1min);
        CHECK(tx.silence(silence.id).has_value());
        tx.forget_silences_before(start + 2min);
        CHECK_FALSE(tx.silence(silence.id).has_value());
        silence.id = SilenceId(9);
        CHECK_THROWS_AS(tx.save(silence), StoreError);
        CHECK_FALSE(tx.silence(SilenceId(9)).has_value());
    });
}

TEST_CASE("the export counts alerts and false alarms, and has the silences") {
    Opened<SqliteMemory> opened;
    opened.transact([](Tx& tx) {
        for (int i = 0; i < 3; ++i) tx.count_firing("");
        for (const bool detected : {true, false}) {
            Event event;
            event.incident = tx.next_incident_number();
            event.sequence = 1;
            event.at = tx.now();
            event::Declared declared;
            declared.title = "API Down";
            declared.severity = Severity::sev2;
            if (detected) declared.source = "alertmanager alert Down";
            event.body = declared;
            auto incident = apply(Incident{}, event);
            tx.save(incident, std::vector{event});
            event.sequence = 2;
            event.body = event::Cancelled{"a test"};
            incident = apply(incident, event);
            tx.save(incident, std::vector{event});
        }
        Silence silence;
        silence.matcher = {{"service", "api"}};
        silence.until = start + 1h;
        tx.add_silence(silence);
    });
    const auto all = nlohmann::json::parse(opened.store->export_json(std::nullopt));
    CHECK(all["alerts"] == nlohmann::json{{"total", 3}, {"false_alarms", 1}});
    REQUIRE(all["silences"].size() == 1);
    CHECK(all["silences"][0]["id"] == 1);
    CHECK(all["silences"][0]["matcher"] == nlohmann::json{{"service", "api"}});
    CHECK(opened.store->verify().intact);
}

TEST_CASE_TEMPLATE("a deployment is kept once, found by its time and forgotten", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) {
        auto first = filled<Deployment>();
        first.at = start;
        CHECK(tx.add(first));
        CHECK_FALSE(tx.add(first));
        auto second = first;
        second.key = "another";
        second.at = start + 1h;
        CHECK(tx.add(second));
        CHECK(tx.deployments_between(start, start + 1h, 10) == std::vector{second, first});
        CHECK(tx.deployments_between(start, start + 1h, 1) == std::vector{second});
        CHECK(tx.deployments_between(start + 1s, start + 59min, 10).empty());
        tx.forget_deployments_before(start + 1h);
        CHECK(tx.deployments_between(start, start + 2h, 10) == std::vector{second});
    });
}

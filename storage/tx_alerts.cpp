#include <algorithm>

#include "bot/base/text.h"
#include "storage/alert_json.h"
#include "storage/columns.h"
#include "storage/quarters.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

AlertRecord record_of(const Row& row) {
    auto record = alert_record_from_json(row.text(2));
    record.id = AlertId(row.integer(0));
    record.incident = IncidentNumber(row.integer(1));
    return record;
}

std::optional<AlertRecord> first_of(const std::vector<Row>& rows) {
    return rows.empty() ? std::nullopt : std::optional{record_of(rows.front())};
}

std::vector<AlertRecord> records_of(const std::vector<Row>& rows) {
    std::vector<AlertRecord> records;
    for (const Row& row : rows) records.push_back(record_of(row));
    return records;
}

Silence silence_of(const Row& row) {
    auto silence = silence_from_json(row.text(1));
    silence.id = SilenceId(row.integer(0));
    return silence;
}

}  // namespace

std::optional<AlertRecord> Tx::alert(std::string_view source, std::string_view key) {
    return first_of(
        db_.run("SELECT id, incident, value FROM alerts WHERE source = $1 AND name = $2", {source, key}));
}

std::optional<AlertRecord> Tx::alert(AlertId id) {
    return first_of(db_.run("SELECT id, incident, value FROM alerts WHERE id = $1", {id.value()}));
}

void Tx::save(AlertRecord& record, std::string_view alike) {
    const auto value = alert_record_to_json(record);
    const auto firing = column(record.firing());
    if (record.id.value() == 0) {
        record.id =
            AlertId(db_.insert("INSERT INTO alerts (source, name, alike, firing, incident, told, value)"
                               " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                               {record.alert.source, record.alert.key, alike, firing, record.incident.value(),
                                column(record.last), value}));
        return;
    }
    const auto changed = db_.change(
        "UPDATE alerts SET alike = $1, firing = $2, incident = $3, told = $4, value = $5"
        " WHERE id = $6",
        {alike, firing, record.incident.value(), column(record.last), value, record.id.value()});
    if (changed != 1) throw StoreError("An alert that is not stored cannot be saved.");
}

IncidentNumber Tx::newest_incident_alike(std::string_view alike) {
    const auto rows = db_.run("SELECT max(incident) FROM alerts WHERE alike = $1", {alike});
    return rows.empty() || rows.front().is_null(0) ? IncidentNumber{}
                                                   : IncidentNumber(rows.front().integer(0));
}

// Those that fire come first, so that none of them is missed where only some are counted.
AlertCount Tx::alert_count(IncidentNumber incident) {
    const auto rows = db_.run(
        "SELECT count(*), coalesce(sum(firing), 0) FROM (SELECT firing FROM alerts WHERE incident = $1"
        " ORDER BY firing DESC LIMIT $2) AS counted",
        {incident.value(), std::int64_t{most_alerts_counted + 1}});
    return {static_cast<int>(rows.at(0).integer(0)), static_cast<int>(rows.at(0).integer(1))};
}

std::vector<AlertRecord> Tx::alerts_of(IncidentNumber incident, AlertId after, std::size_t limit) {
    return records_of(
        db_.run("SELECT id, incident, value FROM alerts WHERE incident = $1 AND id > $2 ORDER BY id LIMIT $3",
                {incident.value(), after.value(), static_cast<std::int64_t>(limit)}));
}

std::vector<AlertRecord> Tx::alerts_firing(std::string_view source, int limit) {
    return records_of(
        db_.run("SELECT id, incident, value FROM alerts WHERE source = $1 AND firing = 1"
                " ORDER BY id LIMIT $2",
                {source, std::int64_t{limit}}));
}

std::vector<AlertRecord> Tx::alerts_waiting(AlertId after, std::size_t limit) {
    return records_of(
        db_.run("SELECT id, incident, value FROM alerts WHERE incident = 0 AND firing = 1 AND id > $1"
                " ORDER BY id LIMIT $2",
                {after.value(), static_cast<std::int64_t>(limit)}));
}

void Tx::move_alerts(IncidentNumber from, IncidentNumber to) {
    int there = alert_count(to).all;
    for (auto& record :
         records_of(db_.run("SELECT id, incident, value FROM alerts WHERE incident = $1", {from.value()}))) {
        record.shown = record.shown_quiet = false;  // the other thread has said nothing of it yet
        record.counted = there++ >= alerts_told_singly;
        db_.run("UPDATE alerts SET incident = $1, value = $2 WHERE id = $3",
                {to.value(), alert_record_to_json(record), record.id.value()});
    }
}

int Tx::forget_alerts_before(Time told, int limit) {
    return static_cast<int>(db_.change(
        "DELETE FROM alerts WHERE id IN (SELECT id FROM alerts WHERE firing = 0 AND told < $1 AND NOT EXISTS"
        " (SELECT 1 FROM incidents WHERE number = alerts.incident AND is_open = 1) ORDER BY told LIMIT $2)",
        {column(told), std::int64_t{limit}}));
}

void Tx::count_firing(std::string_view rule) {
    db_.run(
        "INSERT INTO alert_counts (quarter, rule, fired) VALUES ($1, $2, 1)"
        " ON CONFLICT (quarter, rule) DO UPDATE SET fired = alert_counts.fired + 1",
        {quarter_of(now_), rule});
}

int Tx::firings_between(Time from, Time to) {
    return static_cast<int>(
        db_.run("SELECT coalesce(sum(fired), 0) FROM alert_counts WHERE quarter >= $1 AND quarter < $2",
                {quarter_of(from), quarter_of(to)})
            .at(0)
            .integer(0));
}

SilenceId Tx::add_silence(const Silence& silence) {
    return SilenceId(db_.insert("INSERT INTO silences (until_at, value) VALUES ($1, $2)",
                                {column(silence.until), silence_to_json(silence)}));
}

void Tx::save(const Silence& silence) {
    const auto changed = db_.change(
        "UPDATE silences SET until_at = $1, value = $2 WHERE id = $3",
        {column(silence.lifted.value_or(silence.until)), silence_to_json(silence), silence.id.value()});
    if (changed != 1) throw StoreError("A silence that is not stored cannot be saved.");
}

std::optional<Silence> Tx::silence(SilenceId id) {
    const auto rows = db_.run("SELECT id, value FROM silences WHERE id = $1", {id.value()});
    return rows.empty() ? std::nullopt : std::optional{silence_of(rows.front())};
}

void Tx::forget_silences_before(Time end) {
    db_.run("DELETE FROM silences WHERE until_at < $1", {column(end)});
}

std::vector<Silence> Tx::silences(Time not_over_at, int limit) {
    std::vector<Silence> found;
    for (const Row& row : db_.run("SELECT id, value FROM silences WHERE until_at > $1 ORDER BY id LIMIT $2",
                                  {column(not_over_at), std::int64_t{limit}}))
        found.push_back(silence_of(row));
    return found;
}

}  // namespace tocsin::storage

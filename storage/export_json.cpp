#include "storage/export_json.h"

#include "storage/incident_json.h"
#include "storage/json_fields.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

// Contract.md wants null where a metric has no instant yet.
nlohmann::json instant(const std::optional<Time>& at) {
    if (!at) return nullptr;
    return format_rfc3339(*at);
}

nlohmann::json exported(Connection& db, const Row& row) {
    const Incident incident = incident_from_json(row.text(1));
    const bool resolved = incident.resolution.has_value() && !is_open(incident.state);
    nlohmann::json json;
    json["number"] = incident.number.value();
    json["name"] = name_of(incident);
    json["title"] = incident.title;
    json["state"] = key_of(incident.state);
    json["severity"] = key_of(incident.severity);
    json["started"] = instant(incident.started);
    json["detected"] = instant(incident.detected);
    json["acked"] = instant(incident.acknowledged);
    json["resolved"] = instant(resolved ? incident.ended : std::nullopt);
    json["false_alarm"] = incident.state == State::false_alarm;
    json["drill"] = incident.drill;
    json["updates_due"] = incident.reminders.updates_due;
    json["updates_on_time"] = incident.reminders.updates_on_time;
    json["incident"] = nlohmann::json::parse(row.text(1));
    json["timeline"] = nlohmann::json::array();
    for (const Row& entry :
         db.run("SELECT hash, event FROM timeline WHERE incident = $1 ORDER BY sequence", {row.integer(0)})) {
        auto event = nlohmann::json::parse(entry.text(1));
        event["hash"] = entry.text(0);
        json["timeline"].push_back(std::move(event));
    }
    return json;
}

std::string rota_changes(Connection& db) {
    std::string out = "[";
    for (const Row& row : db.run("SELECT id, value FROM rota_changes ORDER BY id")) {
        auto change = nlohmann::json::parse(row.text(1));
        change["id"] = row.integer(0);
        if (out.size() > 1) out += ',';
        out += change.dump();
    }
    return out + "]";
}

}  // namespace

// Alerts are not stored, so that every count of them is 0.
std::string export_json(Connection& connection, std::optional<IncidentNumber> only) {
    std::string out = R"({"timezone":"UTC","alerts":{"total":0,"false_alarms":0},"incidents":[)";
    std::int64_t last = only ? only->value() - 1 : 0;
    for (bool first = true;; first = false) {
        const auto rows = connection.run(
            "SELECT number, value FROM incidents WHERE number > $1 ORDER BY number LIMIT 1", {last});
        if (rows.empty()) break;
        last = rows.front().integer(0);
        if (only && last != only->value()) break;
        if (!first) out += ',';
        out += exported(connection, rows.front()).dump();
    }
    out += ']';
    if (!only) out += ",\"rota_changes\":" + rota_changes(connection);
    return out + '}';
}

}  // namespace tocsin::storage

#include "storage/export_json.h"

#include <fmt/format.h>

#include "bot/core/measured_incident.h"
#include "storage/columns.h"
#include "storage/exported_tables.h"
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

nlohmann::json exported(Connection& db, const Row& row, const Incident& incident, const MeasuredIncident& one,
                        std::vector<std::string>& damaged) {
    nlohmann::json json;
    json["number"] = incident.number.value();
    json["name"] = name_of(incident);
    json["title"] = incident.title;
    json["state"] = key_of(incident.state);
    json["severity"] = key_of(incident.severity);
    json["started"] = instant(incident.started);
    json["detected"] = instant(incident.detected);
    json["acked"] = instant(incident.acknowledged);
    json["resolved"] = instant(one.resolved);
    json["false_alarm"] = one.verdict == PageVerdict::false_alarm;
    json["duplicate"] = one.verdict == PageVerdict::duplicate;
    json["drill"] = incident.drill;
    json["updates_due"] = incident.reminders.updates_due;
    json["updates_on_time"] = incident.reminders.updates_on_time;
    json["incident"] = nlohmann::json::parse(row.text(1));
    json["timeline"] = nlohmann::json::array();
    for (const Row& entry :
         db.run("SELECT hash, event, rewritten, sequence FROM timeline WHERE incident = $1 ORDER BY sequence",
                {row.integer(0)})) {
        auto event = nlohmann::json::parse(entry.text(1), nullptr, false);
        if (!event.is_object()) {
            damaged.push_back(fmt::format("Entry {} of the timeline of {} cannot be read. It was left out.",
                                          entry.integer(3), name_of(incident)));
            continue;
        }
        event["hash"] = entry.text(0);
        if (entry.integer(2) != 0) event["rewritten"] = instant(time_of(entry.integer(2)));
        json["timeline"].push_back(std::move(event));
    }
    return json;
}

}  // namespace

// Of alerts each time that one began is one, and each incident that none was and that one opened is a false
// alarm.
std::string export_json(Connection& connection, std::optional<IncidentNumber> only,
                        std::vector<std::string>& damaged) {
    std::string out = R"({"timezone":"UTC","incidents":[)";
    std::int64_t false_alarms = 0;
    std::int64_t last = only ? only->value() - 1 : 0;
    for (bool first = true;;) {
        const auto rows = connection.run(
            "SELECT number, value FROM incidents WHERE number > $1 ORDER BY number LIMIT 1", {last});
        if (rows.empty()) break;
        last = rows.front().integer(0);
        if (only && last != only->value()) break;
        try {
            const auto incident = incident_from_json(rows.front().text(1));
            const auto one = measured(incident);
            const auto text = exported(connection, rows.front(), incident, one, damaged).dump();
            if (!first) out += ',';
            out += text;
            first = false;
            false_alarms += one.is_false_alert() ? 1 : 0;
        } catch (const UnreadableValue&) {
            damaged.push_back(fmt::format("Incident {} cannot be read. It was left out.", last));
        }
    }
    const auto fired = connection.run("SELECT coalesce(sum(fired), 0) FROM alert_counts").at(0).integer(0);
    out += fmt::format(R"(],"alerts":{{"total":{},"false_alarms":{}}})", fired, false_alarms);
    if (!only) {
        for (const auto& table : exported_tables())
            out += fmt::format(",\"{}\":{}", table.json_key(), rows_as_json(connection, table, damaged));
    }
    if (!damaged.empty())
        out += fmt::format(R"(,"damaged":{})", nlohmann::json(damaged).dump(
                                                   -1, ' ', false, nlohmann::json::error_handler_t::replace));
    return out + '}';
}

}  // namespace tocsin::storage

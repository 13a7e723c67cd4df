#include "storage/measures.h"

#include "bot/core/measured_incident.h"
#include "storage/columns.h"
#include "storage/incident_json.h"

namespace tocsin::storage {
namespace {

constexpr std::int64_t read_at_once = 500;
constexpr std::string_view filled = "measures";  // the counter that says that they are there

void keep_measure(Connection& db, const MeasuredIncident& one) {
    db.run(
        "INSERT INTO measures (detected, incident, counts, severity, started, acknowledged, resolved,"
        " updates_due, updates_on_time, by_alert, rule, verdict, actions, open_actions, post_mortem_due,"
        " post_mortem_published)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        " ON CONFLICT (incident) DO UPDATE SET detected = excluded.detected, counts = excluded.counts,"
        " severity = excluded.severity, started = excluded.started, acknowledged = excluded.acknowledged,"
        " resolved = excluded.resolved, updates_due = excluded.updates_due,"
        " updates_on_time = excluded.updates_on_time, by_alert = excluded.by_alert, rule = excluded.rule,"
        " verdict = excluded.verdict, actions = excluded.actions, open_actions = excluded.open_actions,"
        " post_mortem_due = excluded.post_mortem_due,"
        " post_mortem_published = excluded.post_mortem_published",
        {column(one.detected), one.number.value(), column(one.counts),
         std::int64_t{static_cast<int>(one.severity)}, column(one.started), column(one.acknowledged),
         column(one.resolved), std::int64_t{one.updates_due}, std::int64_t{one.updates_on_time},
         column(one.by_alert), one.rule, column_or_null(one.verdict ? key_of(*one.verdict) : ""),
         std::int64_t{one.actions}, std::int64_t{one.open_actions}, column(one.post_mortem_due),
         column(one.post_mortem_published)});
}

void keep_pages(Connection& db, const Incident& incident, std::size_t known) {
    if (incident.drill) return;
    const auto& pages = incident.paging.pages;
    for (std::size_t i = known; i < pages.size(); ++i) {
        const auto& to = pages[i].to;
        const auto& person = to.person.empty() ? to.user.str() : to.person.str();
        if (person.empty()) continue;
        db.run("INSERT INTO paged (at, incident, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
               {column(pages[i].queued), incident.number.value(), person});
    }
}

}  // namespace

void keep_measures(Connection& connection, const Incident& incident, const Incident* before) {
    const auto one = measured(incident);
    if (before == nullptr || measured(*before) != one) keep_measure(connection, one);
    keep_pages(connection, incident, before == nullptr ? 0 : before->paging.pages.size());
}

void fill_measures(Connection& connection) {
    connection.begin();
    try {
        if (connection.run("SELECT value FROM counters WHERE name = $1", {filled}).empty()) {
            std::int64_t last = 0;
            for (bool more = true; more;) {
                const auto rows = connection.run(
                    "SELECT number, value FROM incidents WHERE number > $1 ORDER BY number LIMIT $2",
                    {last, read_at_once});
                for (const Row& row : rows) {
                    last = row.integer(0);
                    keep_measures(connection, incident_from_json(row.text(1)), nullptr);
                }
                more = std::ssize(rows) == read_at_once;
            }
            connection.run("INSERT INTO counters (name, value) VALUES ($1, 1)", {filled});
        }
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

}  // namespace tocsin::storage

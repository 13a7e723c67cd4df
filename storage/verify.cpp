#include "storage/verify.h"

#include <fmt/format.h>

#include "storage/chain.h"
#include "storage/columns.h"
#include "storage/connection.h"
#include "storage/event_json.h"
#include "storage/incident_json.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

constexpr std::string_view columns = "number, last_hash, value, is_open, title, declared";

std::optional<std::string> problem_of(Connection& db, const Row& row, Verification& found) {
    const std::int64_t number = row.integer(0);
    std::string hash;
    Incident folded;
    for (const Row& entry :
         db.run("SELECT sequence, hash, event, rewritten FROM timeline WHERE incident = $1 ORDER BY sequence",
                {number})) {
        const std::string& text = entry.text(2);
        hash = chain_hash(hash, text);
        if (hash != entry.text(1)) {
            return fmt::format("Incident {}: the timeline was changed at entry {}.", number,
                               entry.integer(0));
        }
        const Event event = event_from_json(text);
        if (event.incident.value() != number || event.sequence != entry.integer(0) ||
            event.sequence != folded.revision + 1) {
            return fmt::format("Incident {}: entry {} of the timeline is not in its place.", number,
                               entry.integer(0));
        }
        folded = apply(std::move(folded), event);
        ++found.events;
        if (entry.integer(3) != 0) ++found.rewritten;
    }
    if (hash != row.text(1)) return fmt::format("Incident {}: the timeline's end is missing.", number);
    const Incident stored = incident_from_json(row.text(2));
    const bool columns_agree = row.flag(3) == is_open(stored.state) && row.text(4) == stored.title &&
                               row.integer(5) == column(stored.declared);
    if (stored != folded || !columns_agree) {
        return fmt::format("Incident {}: the row is not what its timeline says.", number);
    }
    return std::nullopt;
}

std::optional<std::string> problem(Connection& db, Verification& found) {
    if (const auto damage = db.integrity_problem()) return "The database is damaged: " + *damage + ".";
    const auto strays = db.run(
        "SELECT incident FROM timeline WHERE NOT EXISTS"
        " (SELECT 1 FROM incidents WHERE number = timeline.incident) LIMIT 1");
    if (!strays.empty()) {
        return fmt::format("Incident {}: there is a timeline and no incident.", strays.front().integer(0));
    }
    for (std::int64_t last = 0;;) {
        const auto rows =
            db.run(fmt::format("SELECT {} FROM incidents WHERE number > $1 ORDER BY number LIMIT 1", columns),
                   {last});
        if (rows.empty()) return std::nullopt;
        last = rows.front().integer(0);
        if (auto wrong = problem_of(db, rows.front(), found)) return wrong;
    }
}

}  // namespace

std::optional<std::string> timeline_problem(Connection& connection, IncidentNumber number) {
    const auto rows =
        connection.run(fmt::format("SELECT {} FROM incidents WHERE number = $1", columns), {number.value()});
    if (rows.empty()) return fmt::format("Incident {}: there is none.", number.value());
    Verification ignored;
    return problem_of(connection, rows.front(), ignored);
}

Verification verify(Connection& connection) {
    Verification verification;
    try {
        const auto found = problem(connection, verification);
        verification.intact = !found;
        verification.problem = found.value_or("");
    } catch (const StoreError& error) {
        verification.problem = error.what();
    } catch (const UnreadableValue& error) {
        verification.problem = error.what();
    }
    return verification;
}

}  // namespace tocsin::storage

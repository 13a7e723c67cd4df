#include "storage/import_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/foreign_json.h"
#include "storage/chain.h"
#include "storage/columns.h"
#include "storage/event_json.h"
#include "storage/exported_tables.h"
#include "storage/incident_json.h"
#include "storage/memory.h"
#include "storage/open_connection.h"
#include "storage/store.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

using nlohmann::json;

constexpr int deepest_nesting = 64;

std::unexpected<Error> refused(std::string_view why) {
    return fail(ErrorKind::invalid, fmt::format("{} Nothing was imported.", why));
}

// Events whose text, as it is stored here, hashes to what the export says.
std::vector<Event> events_of(const json& timeline, std::int64_t number) {
    std::vector<Event> events;
    std::string hash;
    for (const json& entry : timeline) {
        auto body = entry;
        if (body.is_object()) body.erase("hash");
        events.push_back(event_from_json(body.dump()));
        hash = chain_hash(hash, event_to_json(events.back()));
        if (text_of(entry, "hash") == hash) continue;
        throw UnreadableValue(
            fmt::format("Incident {}: entry {} of the timeline is not what was exported, or was written by "
                        "another version.",
                        number, events.size()));
    }
    return events;
}

long long put_back_incident(Connection& db, Tx& tx, const json& exported) {
    const auto incident = incident_from_json(member(exported, "incident").dump());
    const auto number = incident.number.value();
    const auto events = events_of(member(exported, "timeline"), number);
    Incident folded;
    for (const auto& event : events) folded = apply(std::move(folded), event);
    if (events.empty() || number < 1 || folded != incident)
        throw UnreadableValue(fmt::format("Incident {} is not what its timeline says.", number));
    tx.save(incident, events);
    for (const json& entry : member(exported, "timeline")) {
        const auto at = parse_rfc3339(text_of(entry, "rewritten"));
        if (at)
            db.run("UPDATE timeline SET rewritten = $1 WHERE incident = $2 AND sequence = $3",
                   {column(*at), number, std::int64_t{int_of(entry, "sequence")}});
    }
    return static_cast<long long>(events.size());
}

std::optional<std::string> holds_something(Connection& db) {
    if (!db.run("SELECT number FROM incidents LIMIT 1").empty()) return "incidents";
    for (const auto& table : exported_tables()) {
        if (!db.run(fmt::format("SELECT 1 FROM {} LIMIT 1", table.name)).empty())
            return std::string(table.json_key());
    }
    return std::nullopt;
}

ImportCount put_back(Connection& db, Time now, const json& document) {
    ImportCount count;
    Memory memory;
    Tx tx(db, memory, now);
    std::int64_t last = 0;
    for (const json& exported : member(document, "incidents")) {
        count.events += put_back_incident(db, tx, exported);
        ++count.incidents;
        last = std::max(last, static_cast<std::int64_t>(int_of(exported, "number")));
    }
    db.run("UPDATE counters SET value = $1 WHERE name = 'incident'", {last});
    for (const auto& table : exported_tables()) put_back(db, table, member(document, table.json_key()));
    tx.all_contacts();  // each can be read again
    return count;
}

// What export_json wrote of one incident, or of an older version, lacks tables: it is no whole store.
bool is_whole(const json& document) {
    return member(document, "incidents").is_array() &&
           std::ranges::all_of(exported_tables(), [&](const ExportedTable& table) {
               return member(document, table.json_key()).is_array();
           });
}

Expected<ImportCount> import_into(Connection& db, Time now, const json& document) {
    db.begin();
    try {
        if (const auto what = holds_something(db)) {
            db.rollback();
            return fail(ErrorKind::conflict,
                        fmt::format("The store has {} already. Nothing was imported. Name a new file as "
                                    "storage.url.",
                                    *what));
        }
        const auto count = put_back(db, now, document);
        db.commit();
        return count;
    } catch (const UnreadableValue& error) {
        db.rollback();
        return refused(error.what());
    } catch (const StoreError& error) {
        db.rollback();
        return refused(error.what());
    }
}

}  // namespace

Expected<ImportCount> import_json(std::string_view url, std::string_view text, const Clock& clock) {
    const auto document = parse_foreign(text, deepest_nesting);
    if (document.is_discarded()) return refused("The file is no JSON, or was cut.");
    if (!is_whole(document)) {
        return refused(
            "The file is no export of a whole store: a list is missing. Write one with tocsin "
            "export, without --incident, by the same version.");
    }
    auto connection = open_migrated(url, clock);
    if (!connection) return std::unexpected(connection.error());
    return import_into(**connection, (*connection)->clock_for(clock).now(), document);
}

}  // namespace tocsin::storage

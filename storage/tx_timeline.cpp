#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "storage/chain.h"
#include "storage/columns.h"
#include "storage/event_json.h"
#include "storage/incident_json.h"
#include "storage/measures.h"
#include "storage/memory.h"
#include "storage/redaction.h"
#include "storage/store.h"
#include "storage/unreadable.h"
#include "storage/verify.h"

namespace tocsin::storage {
namespace {

// Text that cannot be read back must not get in: it would take the whole incident with it.
std::string readable(std::string json) {
    if (!valid_utf8(json)) throw UnreadableValue("A text is not UTF-8; the incident was not saved.");
    return json;
}

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

// A section's newest words stand in one place, apart from those of the timeline's entries.
int place_of(PostMortemSection section) {
    return -1 - static_cast<int>(section);
}

// What `find` looks through besides the title, entry by entry, so that an edited one is found by its new
// words and a removed one no more.
void keep_spoken(Connection& db, const Event& event) {
    const auto speak = [&](int sequence, std::string_view words) {
        if (words.empty()) return;
        db.run(
            "INSERT INTO spoken (incident, sequence, words) VALUES ($1, $2, $3)"
            " ON CONFLICT (incident, sequence) DO UPDATE SET words = excluded.words",
            {event.incident.value(), std::int64_t{sequence}, to_lower(words)});
    };
    const auto forget = [&](int sequence) {
        db.run("DELETE FROM spoken WHERE incident = $1 AND sequence = $2",
               {event.incident.value(), std::int64_t{sequence}});
    };
    std::visit(Overloaded{
                   [&](const event::Updated& e) { speak(event.sequence, e.text); },
                   [&](const event::StatusChanged& e) { speak(event.sequence, e.text); },
                   [&](const event::NoteAdded& e) { speak(event.sequence, e.text); },
                   [&](const event::Resolved& e) { speak(event.sequence, e.cause + "\n" + e.mitigation); },
                   [&](const event::CauseGiven& e) { speak(event.sequence, e.cause); },
                   [&](const event::ActionAdded& e) { speak(event.sequence, e.text); },
                   [&](const event::PostMortemWritten& e) {
                       for (const auto& section : e.sections) {
                           const int place = place_of(section.section);
                           forget(place);
                           speak(place, section.text);
                       }
                   },
                   [&](const event::EntryEdited& e) { speak(e.entry, e.text); },
                   [&](const event::EntryRemoved& e) { forget(e.entry); },
                   [](const auto&) {},
               },
               event.body);
}

struct Stored {
    int revision = 0;
    std::string last_hash;
};

struct Rewritten {
    Event event;
    std::string text;
    bool changed = false;
};

std::vector<Rewritten> rewrite(const std::vector<Row>& rows, Redaction& what) {
    std::vector<Rewritten> entries;
    for (const Row& row : rows) {
        auto& entry = entries.emplace_back(Rewritten{event_from_json(row.text(1)), row.text(1)});
        entry.changed = what.may_find(entry.text) && redact(entry.event, what);
        if (entry.changed) entry.text = readable(event_to_json(entry.event));
    }
    return entries;
}

Stored stored_state(Connection& db, IncidentNumber number) {
    const auto rows = db.run("SELECT revision, last_hash FROM incidents WHERE number = $1", {number.value()});
    if (rows.empty()) {
        throw StoreError(
            fmt::format("Incident {} has no stored beginning; it was not saved.", number.value()));
    }
    return {static_cast<int>(rows.front().integer(0)), rows.front().text(1)};
}

void check_sequences(const Incident& incident, int stored_revision, std::span<const Event> events) {
    int sequence = stored_revision;
    for (const Event& event : events) {
        if (event.incident != incident.number || event.sequence != ++sequence) {
            throw StoreError(fmt::format("Incident {}: event {} does not follow event {}; nothing was saved.",
                                         incident.number.value(), event.sequence, stored_revision));
        }
    }
    if (incident.revision != sequence) {
        throw StoreError(
            fmt::format("Incident {}: revision {} does not belong to event {}; nothing was saved.",
                        incident.number.value(), incident.revision, sequence));
    }
}

}  // namespace

void Tx::save(const Incident& incident, std::span<const Event> events) {
    const bool is_new = !events.empty() && events.front().sequence == 1;
    Stored stored = is_new ? Stored{} : stored_state(db_, incident.number);
    check_sequences(incident, stored.revision, events);

    struct Entry {
        std::string hash;
        std::string text;
    };
    std::vector<Entry> entries;
    for (const Event& event : events) {
        std::string text = readable(event_to_json(event));
        stored.last_hash = chain_hash(stored.last_hash, text);
        entries.push_back({stored.last_hash, std::move(text)});
    }

    const std::string value = readable(incident_to_json(incident));
    const std::initializer_list<Parameter> row{
        incident.number.value(),
        column(is_open(incident.state)),
        column(incident.declared),
        key_of(incident.state),
        std::int64_t{static_cast<int>(incident.severity)},
        incident.title,
        column_or_null(incident.service.str()),
        std::int64_t{incident.revision},
        stored.last_hash,
        value,
        column(is_something_waiting(incident)),
    };
    if (is_new) {
        db_.run(
            "INSERT INTO incidents (number, is_open, declared, state, severity, title, service, revision,"
            " last_hash, value, waiting) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            row);
    } else {
        db_.run(
            "UPDATE incidents SET is_open = $2, declared = $3, state = $4, severity = $5, title = $6,"
            " service = $7, revision = $8, last_hash = $9, value = $10, waiting = $11, swept = 0"
            " WHERE number = $1",
            row);
    }
    for (std::size_t i = 0; i < events.size(); ++i) {
        db_.run(
            "INSERT INTO timeline (incident, sequence, hash, event) VALUES ($1, $2, $3, $4)",
            {incident.number.value(), std::int64_t{events[i].sequence}, entries[i].hash, entries[i].text});
        keep_spoken(db_, events[i]);
    }
    keep_measures(db_, incident, is_new ? nullptr : memory_.incident(incident.number));
    memory_.saved(incident);
}

std::vector<Event> Tx::timeline(IncidentNumber number) {
    std::vector<Event> events;
    for (const Row& row :
         db_.run("SELECT event FROM timeline WHERE incident = $1 ORDER BY sequence", {number.value()})) {
        events.push_back(event_from_json(row.text(0)));
    }
    return events;
}

// The entries behind a rewritten one get new hashes: a hash of what stood there would let anybody try out
// names against it. That would hide what somebody changed before, so that a timeline must be whole.
int Tx::redact(IncidentNumber number, Redaction& what, bool only_count) {
    const auto rows =
        db_.run("SELECT sequence, event, hash, rewritten FROM timeline WHERE incident = $1 ORDER BY sequence",
                {number.value()});
    if (std::ranges::none_of(rows, [&](const Row& row) { return what.may_find(row.text(1)); })) return 0;
    if (const auto wrong = timeline_problem(db_, number)) throw UnreadableValue(*wrong);
    rewrite(rows, what);  // learns what else the person is called, before anything is replaced
    const auto entries = rewrite(rows, what);
    const auto count = static_cast<int>(std::ranges::count(entries, true, &Rewritten::changed));
    if (count == 0 || only_count) return count;
    Incident incident;
    for (const auto& entry : entries) incident = apply(std::move(incident), entry.event);
    const std::string value = readable(incident_to_json(incident));

    memory_.forget();
    std::string hash;
    db_.run("DELETE FROM spoken WHERE incident = $1", {number.value()});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& entry = entries[i];
        hash = chain_hash(hash, entry.text);
        if (entry.changed) {
            db_.run(
                "UPDATE timeline SET event = $1, hash = $2, rewritten = $3 WHERE incident = $4 AND sequence "
                "= $5",
                {entry.text, hash, std::max(column(now_), rows[i].integer(3) + 1), number.value(),
                 rows[i].integer(0)});
        } else if (hash != rows[i].text(2)) {
            db_.run("UPDATE timeline SET hash = $1 WHERE incident = $2 AND sequence = $3",
                    {hash, number.value(), rows[i].integer(0)});
        }
        keep_spoken(db_, entry.event);
    }
    db_.run("UPDATE incidents SET title = $1, last_hash = $2, value = $3 WHERE number = $4",
            {incident.title, hash, value, number.value()});
    db_.run("DELETE FROM paged WHERE incident = $1", {number.value()});
    keep_measures(db_, incident, nullptr);
    return count;
}

void Tx::forget_incident(IncidentNumber number) {
    memory_.forget();
    db_.run("UPDATE timeline SET hash = '' WHERE incident = $1", {number.value()});
    for (const auto* table :
         {"timeline", "spoken", "messages", "page_links", "deliveries", "measures", "paged"})
        db_.run(fmt::format("DELETE FROM {} WHERE incident = $1", table), {number.value()});
    db_.run("DELETE FROM incidents WHERE number = $1", {number.value()});
}

}  // namespace tocsin::storage

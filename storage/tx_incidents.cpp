#include <algorithm>
#include <utility>

#include "bot/base/log.h"
#include "bot/base/text.h"
#include "storage/columns.h"
#include "storage/incident_json.h"
#include "storage/memory.h"
#include "storage/store.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t max_search_words = 8;

// Of rows with a value and a number. What is known of them is not read anew.
std::vector<Incident> incidents_of(const std::vector<Row>& rows, Memory& memory) {
    std::vector<Incident> incidents;
    incidents.reserve(rows.size());
    for (const Row& row : rows) {
        if (const auto* known = memory.incident(IncidentNumber(row.integer(1)))) {
            incidents.push_back(*known);
            continue;
        }
        try {
            incidents.push_back(incident_from_json(row.text(0)));
            memory.read(incidents.back());
        } catch (const UnreadableValue& error) {  // the others are paged for all the same
            log::error("an incident cannot be read and is left out; tocsin verify names it",
                       {{"error", error.what()}});
        }
    }
    return incidents;
}

std::optional<Incident> first_of(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    return incident_from_json(rows.front().text(0));
}

std::string like_pattern(std::string_view word) {
    std::string pattern = "%";
    for (const char c : to_lower(word)) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + '%';
}

}  // namespace

IncidentNumber Tx::next_incident_number() {
    db_.run("UPDATE counters SET value = value + 1 WHERE name = 'incident'");
    return IncidentNumber(db_.run("SELECT value FROM counters WHERE name = 'incident'").at(0).integer(0));
}

std::optional<Incident> Tx::incident(IncidentNumber number) {
    if (const auto* known = memory_.incident(number)) return *known;
    auto found = first_of(db_.run("SELECT value FROM incidents WHERE number = $1", {number.value()}));
    if (found) memory_.read(*found);
    return found;
}

std::vector<Incident> Tx::incidents(ListFilter filter, int limit, int offset) {
    const std::int64_t rows = limit;
    const std::int64_t skipped = offset;
    switch (filter) {
        case ListFilter::open:
        case ListFilter::closed:
            return incidents_of(db_.run("SELECT value, number FROM incidents WHERE is_open = $1"
                                        " ORDER BY declared DESC, number DESC LIMIT $2 OFFSET $3",
                                        {column(filter == ListFilter::open), rows, skipped}),
                                memory_);
        case ListFilter::all:
            return incidents_of(
                db_.run("SELECT value, number FROM incidents ORDER BY number DESC LIMIT $1 OFFSET $2",
                        {rows, skipped}),
                memory_);
    }
    std::unreachable();
}

std::vector<Incident> Tx::incidents_waiting(int limit) {
    return incidents_of(
        db_.run("SELECT value, number FROM incidents WHERE waiting = 1 ORDER BY number DESC LIMIT $1",
                {std::int64_t{limit}}),
        memory_);
}

std::vector<IncidentCount> Tx::open_counts() {
    std::vector<IncidentCount> counts;
    for (const Row& row : db_.run("SELECT severity, state, count(*) FROM incidents WHERE is_open = 1"
                                  " GROUP BY severity, state ORDER BY severity, state")) {
        if (const auto state = parse_state(row.text(1))) {
            counts.push_back(
                {static_cast<Severity>(row.integer(0)), *state, static_cast<int>(row.integer(2))});
        }
    }
    return counts;
}

const std::vector<Outline>& Tx::young() {
    if (!memory_.young()) {
        std::vector<Outline> outlines;
        for (const Row& row : db_.run("SELECT number, title, coalesce(service, ''), declared FROM incidents"
                                      " WHERE is_open = 1 ORDER BY declared DESC, number DESC LIMIT $1",
                                      {std::int64_t{most_young}})) {
            outlines.push_back({IncidentNumber(row.integer(0)), row.text(1), ServiceId(row.text(2)),
                                time_of(row.integer(3))});
        }
        memory_.know_young(std::move(outlines));
    }
    return *memory_.young();
}

// One statement for each word, the candidates of the first narrowed by the others: people search rarely.
std::vector<Incident> Tx::find(std::string_view words, int limit) {
    std::vector<std::string> patterns;
    for (const std::string_view word : split(words, ' ')) {
        if (!trim(word).empty() && patterns.size() < max_search_words) {
            patterns.push_back(like_pattern(trim(word)));
        }
    }
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        std::vector<std::int64_t> matching;
        for (const Row& row : db_.run("SELECT number FROM incidents WHERE lower(title) LIKE $1 ESCAPE '!'"
                                      " UNION SELECT incident FROM spoken WHERE words LIKE $1 ESCAPE '!'"
                                      " ORDER BY 1 DESC",
                                      {patterns[i]})) {
            matching.push_back(row.integer(0));
        }
        if (i == 0) {
            numbers = std::move(matching);
        } else {
            std::erase_if(numbers, [&](std::int64_t number) {
                return !std::ranges::binary_search(matching, number, std::ranges::greater{});
            });
        }
    }
    std::vector<Incident> found;
    for (const std::int64_t number : numbers) {
        if (found.size() >= static_cast<std::size_t>(std::max(limit, 0))) break;
        if (auto match = incident(IncidentNumber(number))) found.push_back(*std::move(match));
    }
    return found;
}

std::optional<Incident> Tx::incident_at(const ChannelId& channel, const MessageTs& thread) {
    const auto named = [&](std::string_view name, std::string_view ts) {
        return first_of(
            db_.run("SELECT i.value FROM messages m JOIN incidents i ON i.number = m.incident"
                    " WHERE m.channel = $1 AND m.ts = $2 AND m.name = $3 ORDER BY m.incident DESC LIMIT 1",
                    {channel.str(), ts, name}));
    };
    if (!thread.empty()) {
        if (auto by_card = named("card", thread.str())) return by_card;
    }
    return named("room", "");
}

std::optional<PostedMessage> Tx::message(IncidentNumber number, std::string_view name) {
    const auto rows =
        db_.run("SELECT channel, ts FROM messages WHERE incident = $1 AND name = $2", {number.value(), name});
    if (rows.empty()) return std::nullopt;
    return PostedMessage{ChannelId(rows.front().text(0)), MessageTs(rows.front().text(1))};
}

void Tx::remember_message(IncidentNumber number, std::string_view name, const PostedMessage& message) {
    db_.run(
        "INSERT INTO messages (incident, name, channel, ts) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (incident, name) DO UPDATE SET channel = excluded.channel, ts = excluded.ts",
        {number.value(), name, message.channel.str(), message.ts.str()});
}

void Tx::forget_message(IncidentNumber number, std::string_view name) {
    db_.run("DELETE FROM messages WHERE incident = $1 AND name = $2", {number.value(), name});
}

}  // namespace tocsin::storage

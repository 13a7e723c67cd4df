#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "storage/columns.h"
#include "storage/incident_json.h"
#include "storage/redacted_values.h"
#include "storage/store.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t read_at_once = 500;

// Rows that are one person's alone, or are soon worthless.
struct OwnColumn {
    std::string_view table;
    std::string_view what;
    std::string_view column;
    enum class Holds { user, person, address } holds{};
};

constexpr std::array own_columns{
    OwnColumn{"contacts", "contact methods", "person", OwnColumn::Holds::person},
    OwnColumn{"contact_codes", "codes", "person", OwnColumn::Holds::person},
    OwnColumn{"contact_codes", "codes", "address", OwnColumn::Holds::address},
    OwnColumn{"subscribers", "subscriptions to the status page", "address", OwnColumn::Holds::address},
    OwnColumn{"sign_ins", "sign-in links", "user_id", OwnColumn::Holds::user},
    OwnColumn{"web_sessions", "browser sessions", "user_id", OwnColumn::Holds::user},
    OwnColumn{"drafts", "drafts", "user_id", OwnColumn::Holds::user},
    OwnColumn{"users", "Slack profiles", "id", OwnColumn::Holds::user},
    OwnColumn{"shifts", "shifts", "person", OwnColumn::Holds::person},
    OwnColumn{"handoffs", "handoff notes", "person", OwnColumn::Holds::person},
    OwnColumn{"handoffs", "handoff notes", "user_id", OwnColumn::Holds::user},
    OwnColumn{"test_pages", "test pages", "person", OwnColumn::Holds::person},
};

// What is gone through row by row.
struct Table {
    std::string_view name;
    std::string_view what;  // for people
    std::string_view key;   // orders them; a number unless `key_is_text`
    bool key_is_text = false;
    std::vector<std::string_view> texts = {};
    bool (*value)(std::string&, Redaction&) = nullptr;  // of the column "value"
    // Which rows go as a whole: none, those whose key holds it, those of which anything does.
    enum class Goes { none, by_key, by_all } goes = Goes::none;
};

const std::vector<Table>& tables() {
    using enum Table::Goes;
    static const std::vector<Table> all{
        {.name = "timers",
         .what = "reminders",
         .key = "key",
         .key_is_text = true,
         .texts = {"payload"},
         .goes = by_all},
        {.name = "inputs",
         .what = "answers of the last day",
         .key = "key",
         .key_is_text = true,
         .texts = {"answer"},
         .goes = by_all},
        {.name = "messages",
         .what = "places of messages",
         .key = "name",
         .key_is_text = true,
         .goes = by_all},
        {.name = "outbox", .what = "messages that waited", .key = "id", .texts = {"lane", "payload"}},
        {.name = "rota_changes", .what = "covers and swaps", .key = "id", .value = redact_rota_change},
        {.name = "silences", .what = "silences", .key = "id", .value = redact_silence},
        {.name = "test_pages", .what = "pages of others", .key = "id", .value = redact_ad_hoc_page},
        {.name = "alerts", .what = "alerts", .key = "id", .value = redact_alert},
        {.name = "handoffs", .what = "notes of others", .key = "id", .texts = {"words"}},
        {.name = "deployments", .what = "deployments", .key = "id", .texts = {"what", "version", "person"}},
        {.name = "public_notices",
         .what = "entries of the status page",
         .key = "id",
         .key_is_text = true,
         .value = redact_public_notice},
        {.name = "notes",
         .what = "notes of the bot",
         .key = "key",
         .key_is_text = true,
         .texts = {"value"},
         .goes = by_key},
    };
    return all;
}

Parameter key_parameter(const Table& table, const std::string& key) {
    if (table.key_is_text) return std::string_view(key);
    std::int64_t number = 0;
    std::from_chars(key.data(), key.data() + key.size(), number);
    return number;
}

bool redact_text(const Row& row, std::size_t at, Redaction& what, std::string& words) {
    if (row.is_null(at) || !what.may_find(row.text(at))) return false;
    words = row.text(at);
    return what.text(words);
}

void count(std::vector<Removed>& all, std::string_view what, std::int64_t rows) {
    if (rows == 0) return;
    const auto found = std::ranges::find(all, what, &Removed::what);
    auto& of = found != all.end() ? *found : all.emplace_back(Removed{std::string(what), 0});
    of.rows += static_cast<int>(rows);
}

// Whose the wish is, by the members that name somebody (bot/engine/outgoing.h).
bool is_for_them(std::string_view lane, const nlohmann::json& wish, const Identity& who) {
    const auto is_them = [&](std::string_view text) {
        const std::string id(text);
        return who.users.contains(id) || who.people.contains(id);
    };
    if (std::ranges::any_of(split(lane, '/'), is_them)) return true;
    return std::ranges::any_of(std::array{"person", "user", "channel"}, [&](const char* key) {
        const auto found = wish.find(key);
        return found != wish.end() && found->is_string() && is_them(found->get_ref<const std::string&>());
    });
}

bool redact_texts_in(nlohmann::json& value, Redaction& what) {
    if (value.is_string()) return what.text(value.get_ref<std::string&>());
    bool any = false;
    if (value.is_structured())
        for (auto& part : value) any |= redact_texts_in(part, what);
    return any;
}

struct Records {
    Connection& db;
    Redaction& what;
    Tx& tx;
    bool only_count = false;
    std::size_t left = read_at_once;
    std::vector<Removed> removed{};

    // One piece.
    void go_on() {
        auto& place = what.place;
        if (place == RecordsPlace{})
            for (const auto& column : own_columns) count(removed, column.what, own(column));
        while (left > 0 && place.table < tables().size()) {
            if (go_through(tables()[place.table])) continue;
            ++place.table;
            place.key.clear();
        }
        place.at_end = place.table >= tables().size();
    }

    std::int64_t own(const OwnColumn& column) {
        const auto& identity = what.identity();
        const auto& values = column.holds == OwnColumn::Holds::user     ? identity.users
                             : column.holds == OwnColumn::Holds::person ? identity.people
                                                                        : identity.addresses;
        const bool any_case = column.holds == OwnColumn::Holds::address;
        const auto sql =
            any_case ? fmt::format("DELETE FROM {} WHERE lower({}) = lower($1)", column.table, column.column)
                     : fmt::format("DELETE FROM {} WHERE {} = $1", column.table, column.column);
        std::int64_t rows = 0;
        for (const auto& value : values) rows += db.change(sql, {value});
        return rows;
    }

    // false: the table has no more.
    bool go_through(const Table& table) {
        // A count is undone piece by piece: what would be gone by now is no row of this table.
        if (only_count)
            for (const auto& column : own_columns)
                if (column.table == table.name) own(column);
        std::vector<std::string> columns{std::string(table.key)};
        for (const auto& text : table.texts) columns.emplace_back(text);
        if (table.value != nullptr) columns.emplace_back("value");
        if (table.name == "outbox") columns.emplace_back("priority");
        auto& last = what.place.key;
        const auto rows = db.run(fmt::format("SELECT {} FROM {} WHERE {} > $1 ORDER BY {} LIMIT {}",
                                             join(columns, ", "), table.name, table.key, table.key, left),
                                 {key_parameter(table, last)});
        const bool more = rows.size() == left;
        left -= rows.size();
        for (const Row& row : rows) {
            last = table.key_is_text ? row.text(0) : std::to_string(row.integer(0));
            try {
                take(table, columns, row);
            } catch (const UnreadableValue&) {
                what.unreadable.push_back(fmt::format("row {} of {}", last, table.name));
            }
        }
        return more;
    }

    void take(const Table& table, const std::vector<std::string>& columns, const Row& row) {
        if (table.name == "outbox") return message(row);
        if (goes(table, row)) {
            count(
                removed, table.what,
                db.change(fmt::format("DELETE FROM {} WHERE {} = $1", table.name, table.key), {row.text(0)}));
            return;
        }
        if (table.goes == Table::Goes::by_all) return;
        bool changed = false;
        for (std::size_t i = 1; i < columns.size(); ++i) changed |= rewrite(table, row, columns[i], i);
        count(removed, table.what, changed ? 1 : 0);
    }

    bool goes(const Table& table, const Row& row) const {
        std::string ignored;
        if (table.goes == Table::Goes::none) return false;
        if (redact_text(row, 0, what, ignored)) return true;
        if (table.goes == Table::Goes::by_key) return false;
        for (std::size_t i = 1; i < row.values.size(); ++i)
            if (redact_text(row, i, what, ignored)) return true;
        return false;
    }

    // What waits for somebody else is sent, without the name; a page as it stands.
    void message(const Row& row) {
        const auto& lane = row.text(1);
        const auto& payload = row.text(2);
        if (!what.may_find(lane) && !what.may_find(payload)) return;
        auto wish = nlohmann::json::parse(payload, nullptr, false);
        if (wish.is_discarded()) throw UnreadableValue("A waiting message cannot be read.");
        if (is_for_them(lane, wish, what.identity())) {
            OutboxRow message;
            message.id = OutboxId(row.integer(0));
            message.lane = lane;
            tx.drop(message);
        } else if (row.integer(3) == static_cast<int>(Priority::page) || !redact_texts_in(wish, what)) {
            return;
        } else {
            db.run("UPDATE outbox SET payload = $1 WHERE id = $2",
                   {wish.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), row.integer(0)});
        }
        count(removed, "messages that waited", 1);
    }

    bool rewrite(const Table& table, const Row& row, const std::string& column, std::size_t at) {
        std::string words;
        if (column == "value" && table.value != nullptr) {
            if (!what.may_find(row.text(at))) return false;
            words = row.text(at);
            if (!table.value(words, what)) return false;
        } else if (!redact_text(row, at, what, words)) {
            return false;
        }
        const auto key = table.key_is_text ? row.text(0) : std::to_string(row.integer(0));
        db.run(fmt::format("UPDATE {} SET {} = $1 WHERE {} = $2", table.name, column, table.key),
               {words, key_parameter(table, key)});
        return true;
    }
};

}  // namespace

std::vector<IncidentNumber> Tx::incident_numbers(IncidentNumber after, int limit) {
    std::vector<IncidentNumber> numbers;
    for (const Row& row : db_.run("SELECT number FROM incidents WHERE number > $1 ORDER BY number LIMIT $2",
                                  {after.value(), std::int64_t{limit}}))
        numbers.emplace_back(row.integer(0));
    return numbers;
}

std::vector<Removed> Tx::redact_records(Redaction& what, bool only_count) {
    Records records{db_, what, *this, only_count};
    if (only_count) db_.savepoint();
    records.go_on();
    if (only_count) {
        db_.rollback_to_savepoint();
    } else {
        for (const Topic topic : {Topic::rota, Topic::contacts, Topic::users, Topic::notices})
            db_.tell(topic);
    }
    return std::move(records.removed);
}

std::int64_t Tx::next_removed_person() {
    db_.run("UPDATE counters SET value = value + 1 WHERE name = 'removed person'");
    return db_.run("SELECT value FROM counters WHERE name = 'removed person'").at(0).integer(0);
}

std::vector<Incident> Tx::closed_before(Time declared, const Aged& after, bool unswept, int limit) {
    std::vector<Incident> incidents;
    for (const Row& row : db_.run(
             fmt::format("SELECT number, declared, value FROM incidents WHERE is_open = 0 AND declared < $1"
                         " AND (declared > $2 OR (declared = $2 AND number > $3)){}"
                         " ORDER BY declared, number LIMIT $4",
                         unswept ? " AND swept = 0" : ""),
             {column(declared), column(after.declared), after.number.value(), std::int64_t{limit}})) {
        Incident nothing_known;
        nothing_known.number = IncidentNumber{row.integer(0)};
        nothing_known.declared = time_of(row.integer(1));
        try {
            incidents.push_back(incident_from_json(row.text(2)));
        } catch (const UnreadableValue&) {
            incidents.push_back(std::move(nothing_known));
        }
    }
    return incidents;
}

void Tx::swept(IncidentNumber number) {
    db_.run("UPDATE incidents SET swept = 1 WHERE number = $1", {number.value()});
}

void Tx::forget_contacts(const PersonId& person) {
    db_.run("DELETE FROM contacts WHERE person = $1", {person.str()});
    db_.tell(Topic::contacts);
}

void Tx::keep_stopped(std::string_view number) {
    if (is_stopped(number)) return;
    const auto salt = random_token(salt_bytes);
    db_.run("INSERT INTO stopped_numbers (hash, salt, since) VALUES ($1, $2, $3)",
            {sha256_hex(salt + "/" + std::string(number)), salt, column(now_)});
}

bool Tx::is_stopped(std::string_view number) {
    return std::ranges::any_of(db_.run("SELECT hash, salt FROM stopped_numbers"), [&](const Row& row) {
        return row.text(0) == sha256_hex(row.text(1) + "/" + std::string(number));
    });
}

void Tx::forget_stopped(std::string_view number) {
    for (const Row& row : db_.run("SELECT hash, salt FROM stopped_numbers")) {
        if (row.text(0) == sha256_hex(row.text(1) + "/" + std::string(number)))
            db_.run("DELETE FROM stopped_numbers WHERE hash = $1", {row.text(0)});
    }
}

}  // namespace tocsin::storage

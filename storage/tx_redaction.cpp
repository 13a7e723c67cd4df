#include <fmt/format.h>

#include <algorithm>
#include <array>

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
constexpr std::int64_t read_at_once = 500;

// Rows that stay when a person goes: texts of them, and a value of ours.
struct KeptTable {
    std::string_view name;
    std::string_view what;  // for people
    std::string_view key;   // orders them; a number unless `key_is_text`
    bool key_is_text = false;
    std::vector<std::string_view> texts = {};
    bool (*value)(std::string&, Redaction&) = nullptr;  // of the column "value"
};

const std::vector<KeptTable>& kept_tables() {
    static const std::vector<KeptTable> tables{
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
        {.name = "notes", .what = "notes of the bot", .key = "key", .key_is_text = true, .texts = {"value"}},
    };
    return tables;
}

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

// Whose key or text holds it goes as a whole: what waits, and what was answered within a day.
struct PassingTable {
    std::string_view name;
    std::string_view what;
    std::string_view key;
    std::vector<std::string_view> texts;
};

const std::vector<PassingTable>& passing_tables() {
    static const std::vector<PassingTable> tables{
        {"timers", "reminders", "key", {"key", "payload"}},
        {"inputs", "answers of the last day", "key", {"key", "answer"}},
        {"messages", "places of messages", "name", {"name"}},
        {"notes", "notes of the bot", "key", {"key"}},
    };
    return tables;
}

Parameter key_of(const Row& row, bool is_text) {
    return is_text ? Parameter(std::string_view(row.text(0))) : Parameter(row.integer(0));
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

struct Records {
    Connection& db;
    Redaction& what;
    std::vector<Removed> removed{};

    void own(const OwnColumn& column) {
        const auto& identity = what.identity();
        const auto& values = column.holds == OwnColumn::Holds::user     ? identity.users
                             : column.holds == OwnColumn::Holds::person ? identity.people
                                                                        : identity.addresses;
        const bool any_case = column.holds == OwnColumn::Holds::address;
        const auto sql =
            any_case ? fmt::format("DELETE FROM {} WHERE lower({}) = lower($1)", column.table, column.column)
                     : fmt::format("DELETE FROM {} WHERE {} = $1", column.table, column.column);
        for (const auto& value : values) {
            const auto rows = db.change(sql, {value});
            count(removed, column.what, rows);
        }
    }

    void passing(const PassingTable& table) {
        std::vector<std::string> texts;
        for (const auto& text : table.texts) texts.emplace_back(text);
        for (const Row& row :
             db.run(fmt::format("SELECT {}, {} FROM {}", table.key, join(texts, ", "), table.name))) {
            std::string ignored;
            bool found = false;
            for (std::size_t i = 1; i < row.values.size(); ++i)
                found = found || redact_text(row, i, what, ignored);
            if (!found) continue;
            db.run(fmt::format("DELETE FROM {} WHERE {} = $1", table.name, table.key), {row.text(0)});
            count(removed, table.what, 1);
        }
    }

    void waiting_messages(Tx& tx) {
        for (const Row& row : db.run("SELECT id, lane, payload FROM outbox")) {
            std::string ignored;
            if (!redact_text(row, 1, what, ignored) && !redact_text(row, 2, what, ignored)) continue;
            OutboxRow message;
            message.id = OutboxId(row.integer(0));
            message.lane = row.text(1);
            tx.drop(message);
            count(removed, "messages that waited", 1);
        }
    }

    void kept(const KeptTable& table) {
        std::vector<std::string> columns{std::string(table.key)};
        for (const auto& text : table.texts) columns.emplace_back(text);
        if (table.value != nullptr) columns.emplace_back("value");
        const auto sql = fmt::format("SELECT {} FROM {} WHERE {} > $1 ORDER BY {} LIMIT {}",
                                     join(columns, ", "), table.name, table.key, table.key, read_at_once);
        std::string last_text;
        std::int64_t last_number = 0;
        for (bool more = true; more;) {
            const auto rows = db.run(
                sql, {table.key_is_text ? Parameter(std::string_view(last_text)) : Parameter(last_number)});
            more = std::ssize(rows) == read_at_once;
            for (const Row& row : rows) {
                if (table.key_is_text) {
                    last_text = row.text(0);
                } else {
                    last_number = row.integer(0);
                }
                bool changed = false;
                for (std::size_t i = 1; i < columns.size(); ++i)
                    changed |= rewrite(table, row, columns[i], i);
                count(removed, table.what, changed ? 1 : 0);
            }
        }
    }

    bool rewrite(const KeptTable& table, const Row& row, const std::string& column, std::size_t at) {
        std::string words;
        if (column == "value" && table.value != nullptr) {
            if (!what.may_find(row.text(at))) return false;
            words = row.text(at);
            if (!table.value(words, what)) return false;
        } else if (!redact_text(row, at, what, words)) {
            return false;
        }
        db.run(fmt::format("UPDATE {} SET {} = $1 WHERE {} = $2", table.name, column, table.key),
               {words, key_of(row, table.key_is_text)});
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
    Records records{db_, what};
    if (only_count) db_.savepoint();
    for (const auto& column : own_columns) records.own(column);
    for (const auto& table : passing_tables()) records.passing(table);
    records.waiting_messages(*this);
    for (const auto& table : kept_tables()) records.kept(table);
    if (only_count) db_.rollback_to_savepoint();
    return std::move(records.removed);
}

std::int64_t Tx::next_removed_person() {
    db_.run("UPDATE counters SET value = value + 1 WHERE name = 'removed person'");
    return db_.run("SELECT value FROM counters WHERE name = 'removed person'").at(0).integer(0);
}

std::vector<Incident> Tx::closed_before(Time declared, const Aged& after, bool unswept, int limit) {
    std::vector<Incident> incidents;
    for (const Row& row :
         db_.run(fmt::format("SELECT value FROM incidents WHERE is_open = 0 AND declared < $1"
                             " AND (declared > $2 OR (declared = $2 AND number > $3)){}"
                             " ORDER BY declared, number LIMIT $4",
                             unswept ? " AND swept = 0" : ""),
                 {column(declared), column(after.declared), after.number.value(), std::int64_t{limit}}))
        incidents.push_back(incident_from_json(row.text(0)));
    return incidents;
}

void Tx::swept(IncidentNumber number) {
    db_.run("UPDATE incidents SET swept = 1 WHERE number = $1", {number.value()});
}

void Tx::forget_contacts(const PersonId& person) {
    db_.run("DELETE FROM contacts WHERE person = $1", {person.str()});
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

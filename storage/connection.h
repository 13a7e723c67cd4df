// What a database driver offers to the store: run SQL, transactions, a copy of itself. The SQL is written
// once for all drivers; what a row means is not known here.
//
// Text uses $1, $2 … and these words, which each driver replaces by its own. INTEGER and BIGINT hold 64 bits
// and TEXT is compared byte by byte, whatever the database would do by itself.
//   {{identity}}   a primary key that the database counts up and never gives twice
//   {{counted}}    a primary key that the database counts up
//   {{clustered}}  after a table's columns: rows are kept in the order of the primary key
//   {{bytewise}}   after a text column: compared byte by byte
//   {{refuse}}     the body of a trigger that fails the statement
//   {{then_refuse}}  the same behind FOR EACH ROW WHEN (…)
//   {{on_timeline}}  behind the name of a trigger of that table that is dropped
//   {{passing_held}}  behind a SELECT: without the rows that somebody else holds, and the others are held
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/error.h"
#include "bot/base/time.h"
#include "storage/growing_copy.h"
#include "storage/hold.h"

namespace tocsin::storage {

struct Null {
    bool operator==(const Null&) const = default;
};

using Parameter = std::variant<Null, std::int64_t, std::string_view>;
using Value = std::variant<Null, std::int64_t, std::string>;

struct Row {
    std::vector<Value> values;

    bool is_null(std::size_t column) const { return std::holds_alternative<Null>(values.at(column)); }
    std::int64_t integer(std::size_t column) const { return std::get<std::int64_t>(values.at(column)); }
    const std::string& text(std::size_t column) const { return std::get<std::string>(values.at(column)); }
    bool flag(std::size_t column) const { return integer(column) != 0; }
};

struct Done {
    std::vector<Row> rows;
    std::int64_t changed = 0;  // rows that were inserted, changed or deleted
};

struct TableShape {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::string> key;  // the primary one
};

class Connection {
  public:
    virtual ~Connection() = default;

    // Runs one statement and answers all its rows. Prepared once for each text. Throws StoreError.
    std::vector<Row> run(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
        return execute(sql, {parameters.begin(), parameters.size()}).rows;
    }
    std::vector<Row> run_with(std::string_view sql, std::span<const Parameter> parameters) {
        return execute(sql, parameters).rows;
    }
    // The same for a statement without rows: how many rows it inserted, changed or deleted.
    std::int64_t change(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
        return execute(sql, {parameters.begin(), parameters.size()}).changed;
    }
    // The same for the INSERT of one row into a table whose `id` is an {{identity}}, which it answers.
    std::int64_t insert(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
        return execute_insert(sql, {parameters.begin(), parameters.size()});
    }
    // Runs statements that end in ";" at the end of a line.
    void run_script(std::string_view script);

    virtual void begin() = 0;
    virtual void commit() = 0;    // durable on return
    virtual void rollback() = 0;  // does nothing when the database has rolled back by itself
    virtual void savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void rollback_to_savepoint() = 0;  // and releases it

    // Others write as well, in turns with us.
    virtual bool is_shared() const { return false; }
    // They did, between the transaction before this one and this one.
    virtual bool others_wrote() const { return false; }
    virtual bool schema_changed() const { return false; }  // likewise
    // What others changed since it was asked for last, in a transaction that was committed.
    virtual Topics take_news() { return {}; }
    // Those learn of it with the transaction under way.
    virtual void tell(Topic) {}
    // Nobody else is in a transaction meanwhile; ours may be several.
    virtual void alone(const std::function<void()>& work) { work(); }

    virtual bool has_table(std::string_view name) = 0;
    virtual std::vector<std::string> tables() = 0;  // of ours, by name
    virtual TableShape shape(const std::string& table) = 0;
    // The last ID that the database gave out by itself; nullopt: none yet, or it gives none in this table.
    virtual std::optional<std::int64_t> last_identity(const std::string& table) = 0;
    // Rows were put in with IDs of their own: the next one that is given out follows `last`.
    virtual void count_on(const std::string& table, std::int64_t last) = 0;

    // The clock of the times in it, which lives as long as the connection: `own`, or the database's where
    // that is a server and `own` the machine's.
    virtual const Clock& clock_for(const Clock& own) const = 0;
    virtual std::string file() const = 0;  // empty for one that lives in memory or elsewhere
    // The beginning of a file's name for a copy that is made piece by piece; empty: none can be made.
    virtual std::string place_for_copy() const = 0;
    // A consistent copy; an existing file of that name is replaced only when the copy is complete.
    virtual Expected<void> copy_to(const std::string& file) = 0;
    // The same piece by piece and not synced. The connection must outlive it.
    virtual Expected<std::unique_ptr<GrowingCopy>> begin_copy(const std::string& file) = 0;
    // What the database's own check finds wrong, of everything or of this table with its indices.
    virtual std::optional<std::string> integrity_problem(std::string_view table = {}) = 0;
    virtual std::string description() const = 0;  // "sqlite tocsin.db"; without secrets

  protected:
    virtual Done execute(std::string_view sql, std::span<const Parameter> parameters) = 0;
    virtual std::int64_t execute_insert(std::string_view sql, std::span<const Parameter> parameters) = 0;
};

}  // namespace tocsin::storage

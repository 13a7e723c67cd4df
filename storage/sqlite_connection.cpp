#include "storage/sqlite_connection.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <unordered_map>
#include <utility>

#include "bot/base/text.h"
#include "storage/damage.h"
#include "storage/fault_point.h"
#include "storage/fence.h"
#include "storage/private_file.h"
#include "storage/store.h"
#include "storage/store_errors.h"

namespace tocsin::storage {
namespace {

constexpr int wait_for_lock_ms = 5000;
constexpr int pages_between_checkpoints = 4000;  // 16 MB: everybody waits while pages are copied back
constexpr int journal_limit_bytes = 24 * 1024 * 1024;
// Of pages that a savepoint may have to bring back, in memory: 29 of them, and an input changes half as many.
// SQLite cannot write more than 128 KB in one piece when it goes to a file.
constexpr int savepoint_bytes = 120 * 1024;
constexpr std::size_t max_statements = 256;  // all of ours are fewer; texts that vary must not fill memory

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> dialect{{
    {"{{identity}}", "INTEGER PRIMARY KEY AUTOINCREMENT"},
    {"{{counted}}", "INTEGER PRIMARY KEY"},
    {"{{clustered}}", "WITHOUT ROWID"},
    {"{{bytewise}}", "COLLATE BINARY"},
    {"{{refuse}}", "BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END"},
    {"{{then_refuse}}", "BEGIN SELECT RAISE(ABORT, 'the timeline is append-only'); END"},
    {"{{on_timeline}}", ""},
    {"{{passing_held}}", ""},
}};

// SQLite numbers $n by first appearance and ?n by n.
std::string in_our_dialect(std::string_view sql) {
    std::string text(sql);
    for (const auto& [word, ours] : dialect) text = replace_all(std::move(text), word, ours);
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '$' && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) text[i] = '?';
    }
    return text;
}

std::string as_sql_text(std::string_view text) {
    return fmt::format("'{}'", replace_all(std::string(text), "'", "''"));
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Prepared {
    std::unique_ptr<sqlite3_stmt, Finalize> handle;
    bool writes = false;
};

// SQLite::Statement copies every text and counts references for every column; the hot path uses the handle.
class SqliteConnection final : public Connection {
  public:
    explicit SqliteConnection(const std::string& path)
        : path_(path), database_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX) {}

    // Locks the file for good; SQLITE_BUSY as an exception when somebody else has.
    void take_hold() {
        database_.exec("PRAGMA locking_mode = EXCLUSIVE");
        if (path_ != in_memory) {
            database_.exec("PRAGMA journal_mode = WAL");
            keep_temporary_files_beside_it();
        }
        database_.exec("PRAGMA synchronous = FULL");
        database_.exec(fmt::format("PRAGMA wal_autocheckpoint = {}", pages_between_checkpoints));
        database_.exec(fmt::format("PRAGMA journal_size_limit = {}", journal_limit_bytes));
        database_.exec("PRAGMA trusted_schema = OFF");
        database_.exec("PRAGMA secure_delete = ON");  // what is deleted is gone from the file
        database_.exec("BEGIN EXCLUSIVE");
        database_.exec("COMMIT");
        database_.setBusyTimeout(wait_for_lock_ms);
    }

    void begin() override {
        run("BEGIN", {});
        in_transaction_ = true;
        wrote_ = false;
    }
    void commit() override {
        if (wrote_) fault_point("before the commit");
        run("COMMIT", {});
        in_transaction_ = false;
        if (wrote_) fault_point("after the commit");
    }
    void rollback() override {
        in_transaction_ = false;
        if (!gave_up()) run("ROLLBACK", {});
    }
    void savepoint() override { run("SAVEPOINT part", {}); }
    void release_savepoint() override {
        if (!gave_up()) run("RELEASE part", {});
    }
    void rollback_to_savepoint() override {
        if (gave_up()) return;  // what made it give up is on its way to whoever can do something
        run("ROLLBACK TO part", {});
        run("RELEASE part", {});
    }

    bool has_table(std::string_view name) override {
        return !run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", {name}).empty();
    }
    std::vector<std::string> tables() override {
        std::vector<std::string> names;
        for (const Row& row : run("SELECT name FROM sqlite_master"
                                  " WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
                                  {}))
            names.push_back(row.text(0));
        return names;
    }
    TableShape shape(const std::string& table) override;
    std::optional<std::int64_t> last_identity(const std::string& table) override;
    void count_on(const std::string& table, std::int64_t last) override;
    const Clock& clock_for(const Clock& own) const override { return own; }
    std::string file() const override { return path_ == in_memory ? "" : path_; }
    std::string place_for_copy() const override { return file(); }
    Expected<void> copy_to(const std::string& file) override;
    Expected<std::unique_ptr<GrowingCopy>> begin_copy(const std::string& file) override;
    std::optional<std::string> integrity_problem(std::string_view table) override;
    std::string description() const override { return "sqlite " + path_; }

  protected:
    Done execute(std::string_view sql, std::span<const Parameter> parameters) override {
        Prepared& statement = prepared(sql);
        if (statement.writes) {
            if (in_transaction_ && gave_up()) {
                throw StoreError("The database gave up the transaction; nothing of it was stored.");
            }
            wrote_ = true;
            fault_point("before a write");
        }
        sqlite3_stmt* const raw = statement.handle.get();
        bind(raw, parameters);
        Done done;
        errno = 0;
        int result = sqlite3_step(raw);
        for (; result == SQLITE_ROW; result = sqlite3_step(raw)) done.rows.push_back(row_of(raw));
        sqlite3_reset(raw);
        if (result != SQLITE_DONE) fail_now();
        done.changed = sqlite3_changes(handle());
        return done;
    }
    std::int64_t execute_insert(std::string_view sql, std::span<const Parameter> parameters) override {
        execute(sql, parameters);
        return sqlite3_last_insert_rowid(handle());
    }

  private:
    sqlite3* handle() { return database_.getHandle(); }
    // SQLite rolls a whole transaction back by itself, with its savepoints, where it has no room or no
    // memory.
    bool gave_up() { return sqlite3_get_autocommit(handle()) != 0; }

    // What is more than `savepoint_bytes` goes to a file without a name: where the database lies there is
    // room to write. "PRAGMA temp_store = MEMORY" would keep all of it in memory, but in pieces of 1 KB,
    // whose allocations cost a twelfth of a whole command.
    void keep_temporary_files_beside_it() {
        const auto folder = std::filesystem::absolute(path_).parent_path();
        database_.exec("PRAGMA temp_store_directory = " + as_sql_text(folder.string()));
    }

    // A quota is a disk as well, and some file systems tell only when they sync. Of a COMMIT that failed
    // sqlite3_system_errno() knows nothing.
    bool has_no_room() {
        const auto is_told = [](int error) { return error == ENOSPC || error == EDQUOT; };
        const int kind = sqlite3_errcode(handle()) & 0xFF;
        return kind == SQLITE_FULL ||
               (kind == SQLITE_IOERR && (is_told(errno) || is_told(sqlite3_system_errno(handle()))));
    }
    [[noreturn]] void fail_now() {
        if (has_no_room()) throw DiskFull("The database failed: there is no room on its disk.");
        throw StoreError(fmt::format("The database failed: {}.", sqlite3_errmsg(handle())));
    }
    Prepared& prepared(std::string_view sql);
    void bind(sqlite3_stmt* statement, std::span<const Parameter> parameters);
    static Row row_of(sqlite3_stmt* statement);

    std::string path_;
    SQLite::Database database_;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;  // closed before it
    bool in_transaction_ = false;
    bool wrote_ = false;  // since the transaction began
};

Prepared& SqliteConnection::prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second;
    if (statements_.size() >= max_statements) statements_.clear();
    const std::string text = in_our_dialect(sql);
    sqlite3_stmt* raw = nullptr;
    const int result = sqlite3_prepare_v3(handle(), text.data(), static_cast<int>(text.size()),
                                          SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (result != SQLITE_OK) fail_now();
    Prepared made{std::unique_ptr<sqlite3_stmt, Finalize>(raw), sqlite3_stmt_readonly(raw) == 0};
    return statements_.emplace(std::string(sql), std::move(made)).first->second;
}

// The texts outlive the step, so that SQLite need not copy them.
void SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Parameter> parameters) {
    int index = 0;
    for (const Parameter& parameter : parameters) {
        ++index;
        int result = SQLITE_OK;
        if (const auto* text = std::get_if<std::string_view>(&parameter)) {
            const char* data = text->data() == nullptr ? "" : text->data();
            result = sqlite3_bind_text64(statement, index, data, text->size(), SQLITE_STATIC, SQLITE_UTF8);
        } else if (const auto* number = std::get_if<std::int64_t>(&parameter)) {
            result = sqlite3_bind_int64(statement, index, *number);
        } else {
            result = sqlite3_bind_null(statement, index);
        }
        if (result != SQLITE_OK) fail_now();
    }
    if (index != sqlite3_bind_parameter_count(statement)) {
        throw StoreError("A statement was given the wrong number of values.");
    }
}

Row SqliteConnection::row_of(sqlite3_stmt* statement) {
    const int columns = sqlite3_column_count(statement);
    Row row;
    row.values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
        const int type = sqlite3_column_type(statement, i);
        if (type == SQLITE_NULL) {
            row.values.emplace_back(Null{});
        } else if (type == SQLITE_INTEGER) {
            row.values.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
        } else {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
            row.values.emplace_back(std::string(text, size));
        }
    }
    return row;
}

TableShape SqliteConnection::shape(const std::string& table) {
    TableShape shape{table, {}, {}};
    for (const Row& row : run("SELECT name FROM pragma_table_info($1) ORDER BY cid", {table}))
        shape.columns.push_back(row.text(0));
    for (const Row& row : run("SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", {table}))
        shape.key.push_back(row.text(0));
    return shape;
}

// Without AUTOINCREMENT the next ID follows the highest that is there.
std::optional<std::int64_t> SqliteConnection::last_identity(const std::string& table) {
    if (has_table("sqlite_sequence")) {
        const auto given = run("SELECT seq FROM sqlite_sequence WHERE name = $1", {table});
        if (!given.empty()) return given.front().integer(0);
    }
    if (shape(table).key != std::vector<std::string>{"id"}) return std::nullopt;
    const auto highest = run("SELECT max(id) FROM " + table);
    if (!std::holds_alternative<std::int64_t>(highest.at(0).values.at(0))) return std::nullopt;
    return highest.front().integer(0);
}

void SqliteConnection::count_on(const std::string& table, std::int64_t last) {
    const auto counts =
        run("SELECT 1 FROM sqlite_master WHERE name = $1 AND sql LIKE '%AUTOINCREMENT%'", {table});
    if (counts.empty()) return;
    if (change("UPDATE sqlite_sequence SET seq = max(seq, $2) WHERE name = $1", {table, last}) == 0)
        run("INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", {table, last});
}

Error copy_failed(const std::string& file, std::string_view why) {
    return {ErrorKind::unavailable,
            fmt::format("The copy {} could not be written: {}. The store itself is as it was.", file, why)};
}

// Held alone it needs no -shm, for which not every file system is good that copies go to.
void fence(SQLite::Database& copy) {
    copy.exec("PRAGMA locking_mode = EXCLUSIVE");
    copy.exec(fencing_statement());
}

Expected<void> SqliteConnection::copy_to(const std::string& file) {
    const std::string partial = file + ".partial";
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    create_private(partial);
    try {
        SQLite::Database copy(partial, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup(copy, database_).executeStep(-1);
        fence(copy);
    } catch (const SQLite::Exception& error) {
        std::filesystem::remove(partial, ignored);
        return std::unexpected(copy_failed(file, error.what()));
    }
    std::error_code failed;
    std::filesystem::rename(partial, file, failed);
    if (failed) {
        std::filesystem::remove(partial, ignored);
        return std::unexpected(copy_failed(file, failed.message()));
    }
    if (!sync_folder_of(file)) return std::unexpected(copy_failed(file, "its folder cannot be synced"));
    return {};
}

class SqliteCopy final : public GrowingCopy {
  public:
    SqliteCopy(const std::string& file, SQLite::Database& from)
        : file_(file), to_(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
        to_.exec("PRAGMA synchronous = OFF");
        to_.exec("PRAGMA journal_mode = OFF");
        backup_.emplace(to_, from);
    }

    Expected<bool> step(int pages) override {
        try {
            if (backup_->executeStep(pages) != SQLITE_DONE) return false;
            backup_.reset();
            fence(to_);
            return true;
        } catch (const SQLite::Exception& error) {
            return std::unexpected(copy_failed(file_, error.what()));
        }
    }

  private:
    std::string file_;
    SQLite::Database to_;
    std::optional<SQLite::Backup> backup_;  // ends before what it writes to
};

Expected<std::unique_ptr<GrowingCopy>> SqliteConnection::begin_copy(const std::string& file) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    create_private(file);
    try {
        return std::make_unique<SqliteCopy>(file, database_);
    } catch (const SQLite::Exception& error) {
        std::filesystem::remove(file, ignored);
        return std::unexpected(copy_failed(file, error.what()));
    }
}

std::optional<std::string> SqliteConnection::integrity_problem(std::string_view table) {
    const auto rows = run(fmt::format("PRAGMA quick_check({})", table.empty() ? "1" : table), {});
    if (rows.empty()) return "the check gave no answer";
    if (rows.front().text(0) == "ok") return std::nullopt;
    return rows.front().text(0);
}

}  // namespace

Expected<std::unique_ptr<Connection>> open_sqlite(const std::string& path) {
    // Counting its memory costs SQLite a lock for every allocation. Both are refused once it is in use, and
    // harmless.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, savepoint_bytes);
    try {
        if (path != in_memory) create_private(path);
        auto connection = std::make_unique<SqliteConnection>(path);
        connection->take_hold();
        return connection;
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_BUSY || error.getErrorCode() == SQLITE_LOCKED) {
            return fail(
                ErrorKind::conflict,
                fmt::format("The store {} is held by another process, probably a running bot. Nothing "
                            "was changed. Ask that bot, or stop it first.",
                            path));
        }
        if (error.getErrorCode() == SQLITE_NOTADB || error.getErrorCode() == SQLITE_CORRUPT)
            return std::unexpected(damaged_store(path, error.what()));
        return fail(ErrorKind::unavailable,
                    fmt::format("The store {} cannot be opened for writing: {}. Nothing was changed. Check "
                                "the path, its permissions and the space on the disk.",
                                path, error.what()));
    }
}

}  // namespace tocsin::storage

#include "storage/postgres_connection.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "bot/base/digest.h"
#include "storage/fault_point.h"
#include "storage/postgres_address.h"
#include "storage/postgres_dialect.h"
#include "storage/postgres_session.h"
#include "storage/row_copy.h"
#include "storage/store_errors.h"

namespace tocsin::storage {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto commit_is_asked_for =
    std::chrono::seconds{10};  // what became of it, when the session was lost
constexpr auto pause_between_asking = std::chrono::milliseconds{100};
constexpr auto clock_is_read_every = std::chrono::seconds{60};
// The server notices within this time that a process was killed.
constexpr const char* wait_for_hold = "SET lock_timeout = '1s'";
constexpr const char* wait_for_lock = "SET lock_timeout = '5s'";

// The machine's clock, put right by what the server says.
class DatabaseClock final : public Clock {
  public:
    Time now() const override { return machine_.now() + Duration(ahead_us_.load(std::memory_order_relaxed)); }
    // `theirs` was read between those two of the machine's.
    void set(Time theirs, Time before, Time after) {
        ahead_us_.store((theirs - (before + (after - before) / 2)).count(), std::memory_order_relaxed);
    }
    Time machine() const { return machine_.now(); }

  private:
    SystemClock machine_;
    std::atomic<Duration::rep> ahead_us_{0};
};

class PostgresConnection final : public Connection {
  public:
    PostgresConnection(const PostgresLibrary& library, std::string url, Hold hold)
        : library_(library), url_(std::move(url)), hold_(hold) {
        connect();
    }

    void begin() override {
        rollback();
        if (is_useless_) lost_for_good();
        if (session_ && Steady::now() - clock_read_ >= clock_is_read_every)
            session_alive([&] { read_clock(); });
        session_alive([&] { session_->command("BEGIN"); });
        if (was_stored_) lost_for_good();
        in_transaction_ = true;
        wrote_ = false;
    }
    void commit() override;
    void rollback() override {
        if (!std::exchange(in_transaction_, false) || !session_) return;
        try {
            session_->command("ROLLBACK");
        } catch (const StoreError&) {
            session_.reset();  // the server rolls back by itself
        }
    }
    void savepoint() override {
        in_session([&] { session_->command("SAVEPOINT part"); });
    }
    void release_savepoint() override {
        in_session([&] { session_->command("RELEASE part"); });
    }
    void rollback_to_savepoint() override {
        in_session([&] {
            session_->command("ROLLBACK TO part");
            session_->command("RELEASE part");
        });
    }

    bool has_table(std::string_view name) override {
        return !run("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1", {name})
                    .empty();
    }
    std::vector<std::string> tables() override {
        return texts(
            run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                " AND tablename <> 'tocsin_mark' ORDER BY tablename"));
    }
    TableShape shape(const std::string& table) override;
    std::optional<std::int64_t> last_identity(const std::string& table) override;
    void count_on(const std::string& table, std::int64_t last) override;
    const Clock& clock_for(const Clock& own) const override {
        if (dynamic_cast<const SystemClock*>(&own) != nullptr) return clock_;
        return own;
    }

    std::string file() const override { return ""; }
    std::string place_for_copy() const override {
        constexpr std::size_t name_bytes = 8;
        return (std::filesystem::temp_directory_path() / ("tocsin-" + random_token(name_bytes))).string();
    }
    Expected<void> copy_to(const std::string& file) override {
        auto beside = open_postgres(url_, Hold::none);
        if (!beside) return std::unexpected(beside.error());
        return copy_to_sqlite(std::move(*beside), file);
    }
    Expected<std::unique_ptr<GrowingCopy>> begin_copy(const std::string& file) override {
        auto beside = open_postgres(url_, Hold::none);
        if (!beside) return std::unexpected(beside.error());
        return begin_copy_to_sqlite(std::move(*beside), file);
    }
    // The server checks its pages as it reads them, where it was told to.
    std::optional<std::string> integrity_problem(std::string_view) override { return std::nullopt; }
    std::string description() const override { return "postgresql " + place_; }

  protected:
    Done execute(std::string_view sql, std::span<const Parameter> parameters) override {
        if (is_write(sql)) {
            wrote_ = true;
            fault_point("before a write");
        }
        Done done;
        const auto work = [&] { done = session_->run(sql, parameters); };
        if (in_transaction_ || is_write(sql)) {
            in_session(work);
        } else {
            session_alive(work);
        }
        return done;
    }
    std::int64_t execute_insert(std::string_view sql, std::span<const Parameter> parameters) override {
        return execute(std::string(sql) + " RETURNING id", parameters).rows.at(0).integer(0);
    }

  private:
    static std::vector<std::string> texts(const std::vector<Row>& rows) {
        std::vector<std::string> all;
        for (const Row& row : rows) all.push_back(row.text(0));
        return all;
    }

    [[noreturn]] void lost_for_good() {
        is_useless_ = true;
        throw StoreLost(
            "The store went on without this process while the connection to it was lost: what is known here "
            "is "
            "no longer true.");
    }
    void connect();
    void take_hold();
    void read_clock();
    std::string set_mark();
    void compare_marks();
    void learn_of_commit(std::string mark);
    // In the session that there is: a transaction does not go on in another one.
    template <class Work>
    void in_session(const Work& work) {
        if (!session_ && in_transaction_)
            throw StoreError(
                "The connection to the database was lost; nothing of the transaction was stored.");
        if (!session_) connect();
        try {
            work();
        } catch (const SessionLost&) {
            session_.reset();
            throw;
        }
    }
    // Where nothing is under way yet: a session that turns out to be lost is replaced.
    template <class Work>
    void session_alive(const Work& work) {
        if (session_) {
            try {
                return work();
            } catch (const SessionLost&) {
                session_.reset();
            }
        }
        in_session(work);
    }

    const PostgresLibrary& library_;
    std::string url_;
    Hold hold_;
    std::unique_ptr<PostgresSession> session_;  // none: lost
    std::string place_;
    DatabaseClock clock_;
    Steady::time_point clock_read_;
    std::string mark_;         // of the last transaction that we know to be stored
    std::string doubtful_;     // of the one of which nobody knows whether it was
    bool was_stored_ = false;  // that one was
    bool is_useless_ = false;
    bool in_transaction_ = false;
    bool wrote_ = false;  // since the transaction began
};

void PostgresConnection::connect() {
    session_ = std::make_unique<PostgresSession>(library_, url_);
    try {
        place_ = session_->place();
        if (hold_ == Hold::whole) {
            take_hold();
        } else {
            session_->command("SET default_transaction_isolation = 'repeatable read'");
        }
        read_clock();
        session_->command(wait_for_lock);
    } catch (...) {
        session_.reset();
        throw;
    }
}

// The lock belongs to the session: who lost it can store nothing any more, and who died has given it back.
void PostgresConnection::take_hold() {
    session_->command(wait_for_hold);
    session_->run("SELECT pg_advisory_lock(116, hashtext(current_schema()))");
    if (!mark_.empty()) return compare_marks();
    session_->command(
        "CREATE TABLE IF NOT EXISTS tocsin_mark (id INTEGER PRIMARY KEY CHECK (id = 1), mark TEXT NOT NULL)");
    session_->command(
        "CREATE OR REPLACE FUNCTION tocsin_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'the timeline is append-only'; END$$");
    mark_ = set_mark();
}

// Part of each transaction that writes, and set by each new holder. The server's own number of a transaction
// would not do: after a crash it is given out again.
std::string PostgresConnection::set_mark() {
    constexpr std::size_t mark_bytes = 16;
    auto mark = random_token(mark_bytes);
    session_->run(
        "INSERT INTO tocsin_mark (id, mark) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET mark = "
        "excluded.mark",
        std::array<Parameter, 1>{std::string_view(mark)});
    return mark;
}

// The lock is ours again: the session that committed has ended, and nobody else writes. Any other mark than
// ours is somebody's who held the store in between, or the server lost what it had stored.
void PostgresConnection::compare_marks() {
    const auto rows = session_->run("SELECT mark FROM tocsin_mark").rows;
    const auto found = rows.empty() ? "" : rows.front().text(0);
    if (!doubtful_.empty() && found == doubtful_) {
        was_stored_ = true;
    } else if (found != mark_) {
        lost_for_good();
    }
    mark_ = found;
    doubtful_.clear();
}

void PostgresConnection::read_clock() {
    const auto before = clock_.machine();
    const auto rows = session_->run("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").rows;
    clock_.set(Time(Duration(rows.at(0).integer(0))), before, clock_.machine());
    clock_read_ = Steady::now();
}

void PostgresConnection::commit() {
    if (wrote_) fault_point("before the commit");
    std::string mark;
    if (wrote_ && hold_ == Hold::whole) in_session([&] { mark = set_mark(); });
    try {
        std::string what;
        in_session([&] { what = session_->command("COMMIT"); });
        if (what != "COMMIT")
            throw StoreError("The database gave up the transaction; nothing of it was stored.");
        in_transaction_ = false;
        if (!mark.empty()) mark_ = std::move(mark);
    } catch (const SessionLost&) {
        in_transaction_ = false;
        if (mark.empty()) throw;
        learn_of_commit(std::move(mark));
    }
    if (wrote_) fault_point("after the commit");
}

void PostgresConnection::learn_of_commit(std::string mark) {
    doubtful_ = std::move(mark);
    for (const auto until = Steady::now() + commit_is_asked_for; !doubtful_.empty();) {
        try {
            connect();
        } catch (const StoreLost&) {
            throw;
        } catch (const StoreError& error) {
            if (Steady::now() > until)
                throw OutcomeUnknown(
                    fmt::format("{} Whether the transaction was stored is not known.", error.what()));
            std::this_thread::sleep_for(pause_between_asking);
        }
    }
    if (!std::exchange(was_stored_, false))
        throw StoreError("The connection to the database was lost; nothing of the transaction was stored.");
}

TableShape PostgresConnection::shape(const std::string& table) {
    return {table,
            texts(run("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0"
                      " AND NOT attisdropped ORDER BY attnum",
                      {table})),
            texts(run("SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                      " AND a.attnum = ANY(i.indkey) WHERE i.indrelid = to_regclass($1) AND i.indisprimary"
                      " ORDER BY array_position(i.indkey::int2[], a.attnum)",
                      {table}))};
}

std::optional<std::int64_t> PostgresConnection::last_identity(const std::string& table) {
    const auto rows =
        run("SELECT pg_sequence_last_value(pg_get_serial_sequence($1, attname)::regclass)"
            " FROM pg_attribute WHERE attrelid = to_regclass($1) AND attidentity <> ''",
            {table});
    if (rows.empty() || rows.front().is_null(0)) return std::nullopt;
    return rows.front().integer(0);
}

void PostgresConnection::count_on(const std::string& table, std::int64_t last) {
    if (last < 1) return;
    run("SELECT setval(pg_get_serial_sequence($1, attname), $2) FROM pg_attribute"
        " WHERE attrelid = to_regclass($1) AND attidentity <> ''",
        {table, last});
}

}  // namespace

Expected<std::unique_ptr<Connection>> open_postgres(const std::string& url, Hold hold) {
    const auto library = postgres_library();
    if (!library) return std::unexpected(library.error());
    if (auto good = check_address(**library, url); !good) return std::unexpected(good.error());
    try {
        return std::make_unique<PostgresConnection>(**library, url, hold);
    } catch (const LockTaken&) {
        return fail(ErrorKind::conflict,
                    "The store is held by another process, probably a running bot. Nothing was changed. Ask "
                    "that bot, or stop it first.");
    } catch (const SessionLost& error) {
        return fail(ErrorKind::unavailable,
                    fmt::format("{} Nothing was changed. Check storage.url, the server, and what it lets in "
                                "(pg_hba.conf).",
                                error.what()));
    } catch (const StoreError& error) {
        return fail(ErrorKind::unavailable, fmt::format("{} Nothing was changed. The user of storage.url has "
                                                        "to own the database or its schema.",
                                                        error.what()));
    }
}

}  // namespace tocsin::storage

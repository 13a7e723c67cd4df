#include "storage/postgres_connection.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

#include "bot/base/digest.h"
#include "storage/database_clock.h"
#include "storage/fault_point.h"
#include "storage/postgres_address.h"
#include "storage/postgres_dialect.h"
#include "storage/postgres_locks.h"
#include "storage/postgres_marks.h"
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
constexpr const char* wait_for_lock = "SET lock_timeout = '5s'";

class PostgresConnection final : public Connection {
  public:
    PostgresConnection(const PostgresLibrary& library, std::string url, Hold hold)
        : library_(library), url_(std::move(url)), hold_(hold) {
        connect();
    }

    void begin() override;
    void commit() override;
    void rollback() override;
    bool is_shared() const override { return hold_ == Hold::turns; }
    bool others_wrote() const override { return news_.contains(Topic::anything); }
    bool schema_changed() const override { return news_.contains(Topic::schema); }
    Topics take_news() override {
        taken_.merge(std::exchange(news_, {}));
        return taken_;
    }
    void tell(Topic topic) override { told_.insert(topic); }
    void alone(const std::function<void()>& work) override;

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
                " AND tablename NOT IN ('tocsin_marks', 'tocsin_news') ORDER BY tablename"));
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
    void compare_marks();
    void learn_of_commit();
    void look();
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
    PostgresMarks marks_;
    Topics news_;              // of others, that nobody took yet
    Topics taken_;             // within the transaction under way
    Topics told_;              // by it
    bool is_known_ = false;    // to the server: there was a session before
    bool was_stored_ = false;  // a transaction of which nobody knew
    bool is_useless_ = false;
    bool in_transaction_ = false;
    bool wrote_ = false;  // since the transaction began
};

void PostgresConnection::connect() {
    session_ = std::make_unique<PostgresSession>(library_, url_);
    try {
        place_ = session_->place();
        if (hold_ == Hold::none) {
            session_->command("SET default_transaction_isolation = 'repeatable read'");
        } else {
            take_hold();
        }
        look();
        session_->command(wait_for_lock);
    } catch (...) {
        session_.reset();
        throw;
    }
}

// The lock belongs to the session: who lost it can store nothing any more, and who died has given it back.
// Where turns are taken nothing comes in between, and each statement sees what the turns before have stored.
void PostgresConnection::take_hold() {
    postgres_locks::hold_store(*session_, hold_);
    if (hold_ == Hold::turns) session_->command("SET default_transaction_isolation = 'read committed'");
    session_->command(wait_for_lock);
    session_->command("BEGIN ISOLATION LEVEL READ COMMITTED");  // which sees what was stored while it waited
    postgres_locks::take_turn(*session_);  // whatever was still under way in a session of ours has ended then
    if (is_known_) {
        compare_marks();
    } else {
        session_->command(
            "CREATE OR REPLACE FUNCTION tocsin_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN RAISE EXCEPTION 'the timeline is append-only'; END$$");
        marks_.begin(*session_);
    }
    session_->command("COMMIT");
    is_known_ = true;
}

void PostgresConnection::compare_marks() {
    const auto found = marks_.compare(*session_);
    if (found == PostgresMarks::Found::else_was) lost_for_good();
    was_stored_ = was_stored_ || found == PostgresMarks::Found::stored;  // whoever waits for it asks once
    if (hold_ == Hold::turns) {
        // The server may be another one, which knows less than the one before.
        news_ = all_topics;
    } else if (marks_.others_wrote(*session_)) {
        lost_for_good();
    }
}

void PostgresConnection::look() {
    if (hold_ == Hold::none) {
        const auto rows =
            session_->run("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint", {}).rows;
        clock_.set(Time(Duration(rows.at(0).integer(0))));
    } else {
        auto [changed, now] = marks_.look(*session_);
        news_.merge(changed);
        clock_.set(now);
    }
    clock_read_ = Steady::now();
}

void PostgresConnection::begin() {
    rollback();
    if (is_useless_) lost_for_good();
    const bool clock_is_old = Steady::now() - clock_read_ >= clock_is_read_every;
    if (session_ && hold_ != Hold::turns && clock_is_old) session_alive([&] { look(); });
    session_alive([&] { session_->command("BEGIN"); });
    if (was_stored_) lost_for_good();
    in_transaction_ = true;
    wrote_ = false;
    if (hold_ != Hold::turns) return;
    in_session([&] {
        postgres_locks::take_turn(*session_);
        look();
    });
}

void PostgresConnection::rollback() {
    news_.merge(std::exchange(taken_, {}));
    told_.clear();
    marks_.rolled_back();
    if (!std::exchange(in_transaction_, false) || !session_) return;
    try {
        session_->command("ROLLBACK");
    } catch (const StoreError&) {
        session_.reset();  // the server rolls back by itself
    }
}

void PostgresConnection::commit() {
    if (wrote_) fault_point("before the commit");
    const bool is_marked = wrote_ && hold_ != Hold::none;
    if (is_marked) in_session([&] { marks_.write(*session_, told_); });
    try {
        std::string what;
        in_session([&] { what = session_->command("COMMIT"); });
        if (what != "COMMIT")
            throw StoreError("The database gave up the transaction; nothing of it was stored.");
        in_transaction_ = false;
        marks_.committed();
    } catch (const SessionLost&) {
        in_transaction_ = false;
        if (!is_marked) throw;
        marks_.doubtful();
        learn_of_commit();
    }
    told_.clear();
    taken_.clear();
    if (wrote_) fault_point("after the commit");
}

void PostgresConnection::learn_of_commit() {
    for (const auto until = Steady::now() + commit_is_asked_for; marks_.is_in_doubt();) {
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

void PostgresConnection::alone(const std::function<void()>& work) {
    if (hold_ != Hold::turns) return work();
    in_session([&] { postgres_locks::hold_turn(*session_); });
    work();
    in_session([&] { postgres_locks::give_turn_back(*session_); });
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

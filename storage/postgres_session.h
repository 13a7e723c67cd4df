// One session with a PostgreSQL server: statements in, rows out, and what went wrong as one of our errors.
// Transactions, and what a lost session means, are postgres_connection.cpp.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"
#include "storage/postgres_library.h"
#include "storage/store.h"

namespace tocsin::storage {

// The server is gone, or does not answer; the session is over.
class SessionLost : public StoreError {
  public:
    using StoreError::StoreError;
};

// Somebody else has the lock that was waited for.
class LockTaken : public StoreError {
  public:
    using StoreError::StoreError;
};

class PostgresSession {
  public:
    // Connects. Throws SessionLost when nobody can be reached within a few seconds, StoreError when the
    // database is of no use to us.
    PostgresSession(const PostgresLibrary& library, const std::string& url);

    // A statement in the words of connection.h. Throws SessionLost, LockTaken, TransactionRefused,
    // StoreError; UnreadableValue, before the server is asked, for text that it could not keep.
    Done run(std::string_view sql, std::span<const Parameter> parameters = {});
    // The same for what is not worth preparing; answers what was done ("COMMIT").
    std::string command(const std::string& sql);

    std::string place() const;  // "host/database"

  private:
    struct Plan {
        std::string text;  // in the server's words
        bool is_prepared = false;
        std::vector<std::pair<std::string, std::string>> names;  // by the types of the parameters
    };
    struct Bound;
    struct Clear {
        const PostgresLibrary* library;
        void operator()(PGresult* result) const { library->clear(result); }
    };
    struct Finish {
        const PostgresLibrary* library;
        void operator()(PGconn* connection) const { library->finish(connection); }
    };
    using Result = std::unique_ptr<PGresult, Clear>;

    Plan& plan(std::string_view sql);
    const std::string& prepared(Plan& plan, const Bound& bound);
    Result sent(int accepted);  // the result of what was just sent
    Result good(Result result);
    [[noreturn]] void lost();
    [[noreturn]] void fail_with(const PGresult& result);
    Row row_of(const PGresult& result, int index) const;

    const PostgresLibrary& pq_;
    std::unique_ptr<PGconn, Finish> link_;
    std::map<std::string, Plan, std::less<>> plans_;
    long long prepared_ = 0;  // so far: their names
};

}  // namespace tocsin::storage

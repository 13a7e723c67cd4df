#include "storage/postgres_locks.h"

#include <array>

namespace tocsin::storage::postgres_locks {
namespace {

// The first number tells what it is, the second which store.
constexpr const char* whole = "SELECT pg_advisory_lock(116, hashtext(current_schema()))";
constexpr const char* with_others = "SELECT pg_advisory_lock_shared(116, hashtext(current_schema()))";
constexpr const char* turn_of_transaction = "SELECT pg_advisory_xact_lock(117, hashtext(current_schema()))";
constexpr const char* turn = "SELECT pg_advisory_lock(117, hashtext(current_schema()))";
constexpr const char* no_turn = "SELECT pg_advisory_unlock(117, hashtext(current_schema()))";
constexpr const char* name_of = "SELECT pg_advisory_lock(118, hashtext(current_schema() || $1))";
constexpr const char* try_name_of = "SELECT pg_try_advisory_lock(118, hashtext(current_schema() || $1))";
constexpr const char* no_name_of = "SELECT pg_advisory_unlock(118, hashtext(current_schema() || $1))";

constexpr const char* wait_for_hold = "SET lock_timeout = '1s'";
// Longer than any of our transactions thinks between two statements.
constexpr const char* longest_silence = "SET idle_in_transaction_session_timeout = '3s'";

}  // namespace

void hold_store(PostgresSession& session, Hold hold) {
    switch (hold) {
        case Hold::none:
            break;
        case Hold::whole:
            session.command(wait_for_hold);
            session.command(whole);
            break;
        case Hold::turns:
            session.command(wait_for_hold);
            session.command(with_others);
            session.command(longest_silence);
            break;
    }
}

void take_turn(PostgresSession& session) {
    session.command(turn_of_transaction);
}

void hold_turn(PostgresSession& session) {
    session.command(turn);
}

void give_turn_back(PostgresSession& session) {
    session.command(no_turn);
}

void hold_name(PostgresSession& session, const std::string& name) {
    session.run(name_of, std::array<Parameter, 1>{std::string_view(name)});
}

bool has_ended(PostgresSession& session, const std::string& name) {
    const std::array<Parameter, 1> parameters{std::string_view(name)};
    const bool is_free = session.run(try_name_of, parameters).rows.at(0).flag(0);
    if (is_free) session.run(no_name_of, parameters);
    return is_free;
}

}  // namespace tocsin::storage::postgres_locks

#include "storage/postgres_locks.h"

namespace tocsin::storage::postgres_locks {
namespace {

// The first number tells what it is, the second which store.
constexpr const char* whole = "SELECT pg_advisory_lock(116, hashtext(current_schema()))";
constexpr const char* with_others = "SELECT pg_advisory_lock_shared(116, hashtext(current_schema()))";
constexpr const char* turn_of_transaction = "SELECT pg_advisory_xact_lock(117, hashtext(current_schema()))";
constexpr const char* turn = "SELECT pg_advisory_lock(117, hashtext(current_schema()))";
constexpr const char* no_turn = "SELECT pg_advisory_unlock(117, hashtext(current_schema()))";

constexpr const char* wait_for_hold = "SET lock_timeout = '1s'";
// Longer than any of our transactions thinks between two statements.
constexpr const char* longest_silence = "SET idle_in_transaction_session_timeout = '3s'";
// Servers before version 14 do not know it; there is no harm in asking.
constexpr const char* longest_silence_between =
    "SELECT set_config('idle_session_timeout', '10s', false) FROM pg_settings WHERE name = "
    "'idle_session_timeout'";
constexpr const char* any_silence_between =
    "SELECT set_config('idle_session_timeout', '0', false) FROM pg_settings WHERE name = "
    "'idle_session_timeout'";

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
    session.command(longest_silence_between);
    session.command(turn);
}

void give_turn_back(PostgresSession& session) {
    session.command(no_turn);
    session.command(any_silence_between);
}

}  // namespace tocsin::storage::postgres_locks

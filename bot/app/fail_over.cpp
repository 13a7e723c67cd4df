#include "bot/app/fail_over.h"

#include <fmt/format.h>

namespace tocsin::app {
namespace {

std::string setting(storage::Connection& server, const char* name) {
    const auto rows = server.run("SELECT setting FROM pg_settings WHERE name = $1", {name});
    return rows.empty() ? "" : rows.front().text(0);
}

// Without the rights of pg_read_all_stats the state of a connection is hidden, not its name. Archives and
// logical subscribers take over from nobody.
int standbys_of(storage::Connection& server) {
    const auto rows = server.run(
        "SELECT count(*) FROM pg_stat_replication"
        " WHERE coalesce(state, 'streaming') IN ('streaming', 'catchup')"
        " AND application_name NOT IN ('pg_receivewal', 'pg_basebackup', 'barman_receive_wal')"
        " AND pid NOT IN (SELECT active_pid FROM pg_replication_slots"
        " WHERE slot_type = 'logical' AND active_pid IS NOT NULL)");
    return static_cast<int>(rows.front().integer(0));
}

}  // namespace

FailOver fail_over_of(storage::Connection& server) {
    FailOver found;
    const int count = standbys_of(server);
    if (count == 0) return found;
    const auto names = setting(server, "synchronous_standby_names");
    const auto commit = setting(server, "synchronous_commit");
    const auto standbys = count == 1 ? "a standby follows" : fmt::format("{} standbys follow", count);
    const bool waits = commit == "on" || commit == "remote_apply";
    found.loses = names.empty() || !waits;
    if (names.empty()) {
        found.detail = standbys +
                       " the server and commits wait for none: what was acknowledged may be lost in a "
                       "fail-over. Name the standby in synchronous_standby_names (Patroni: "
                       "synchronous_mode: true)";
    } else if (!waits) {
        found.detail = fmt::format(
            "{} the server, but synchronous_commit is {}: what was acknowledged may be lost in a fail-over. "
            "Set it to on",
            standbys, commit);
    } else {
        found.detail = fmt::format("{} the server, commits wait for {}", standbys, names);
    }
    return found;
}

}  // namespace tocsin::app

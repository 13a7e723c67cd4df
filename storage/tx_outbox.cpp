#include <algorithm>

#include "storage/columns.h"
#include "storage/outbox_lane.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

constexpr int priorities = 4;

constexpr std::string_view rows_of_lane =
    "SELECT id, lane, priority, payload, supersede, not_before, expires, attempts, outcome_unknown, token"
    " FROM outbox WHERE lane = $1 ORDER BY id LIMIT $2";

// A lease that has run out says that somebody tried, and not what became of it.
OutboxRow outbox_row_of(const Row& row) {
    const bool was_leased = !row.is_null(9);
    OutboxRow out;
    out.id = OutboxId(row.integer(0));
    out.lane = row.text(1);
    out.priority = static_cast<Priority>(row.integer(2));
    out.payload = row.text(3);
    if (!row.is_null(4)) out.supersede = row.text(4);
    out.not_before = time_of(row.integer(5));
    if (!row.is_null(6)) out.expires = time_of(row.integer(6));
    out.attempts = static_cast<int>(row.integer(7)) + (was_leased ? 1 : 0);
    out.outcome_unknown = was_leased || row.flag(8);
    return out;
}

std::vector<OutboxRow> due_rows(Connection& db, std::string_view lane, Time now, int most) {
    std::vector<OutboxRow> due;
    for (const Row& row : db.run(rows_of_lane, {lane, std::int64_t{most}})) {
        auto out = outbox_row_of(row);
        if (out.not_before > now || (out.expires && *out.expires <= now)) break;
        due.push_back(std::move(out));
    }
    return due;
}

// The waiting row that `row` replaces.
std::optional<std::int64_t> superseded_by(Connection& db, const OutboxRow& row) {
    if (row.supersede.empty()) return std::nullopt;
    const auto found =
        db.run("SELECT max(id) FROM outbox WHERE supersede = $1 AND lane = $2 AND token IS NULL",
               {row.supersede, row.lane});
    return found.at(0).is_null(0) ? std::nullopt : std::optional{found.front().integer(0)};
}

}  // namespace

OutboxId Tx::send(const OutboxRow& row) {
    const std::int64_t priority = static_cast<int>(row.priority);
    // Whatever is before it in its lane has to leave first, and is as urgent from now on.
    db_.run("UPDATE outbox SET priority = $2 WHERE lane = $1 AND priority > $2", {row.lane, priority});
    if (const auto replaced = superseded_by(db_, row)) {
        db_.run(
            "UPDATE outbox SET payload = $2,"
            " not_before = CASE WHEN attempts > 0 OR not_before < $3 THEN not_before ELSE $3 END,"
            " expires = $4 WHERE id = $1",
            {*replaced, row.payload, column(row.not_before), column(row.expires)});
        refresh_lane(db_, row.lane);
        return OutboxId(*replaced);
    }
    return OutboxId(db_.insert(
        "INSERT INTO outbox (lane, priority, payload, supersede, not_before, expires, attempts,"
        " outcome_unknown, created, ready) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
        " CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE lane = $1) THEN NULL ELSE $5 END)",
        {row.lane, priority, row.payload, column_or_null(row.supersede), column(row.not_before),
         column(row.expires), std::int64_t{row.attempts}, column(row.outcome_unknown), column(now_)}));
}

std::vector<std::vector<OutboxRow>> Tx::due_lanes(int limit, int per_lane) {
    std::vector<std::vector<OutboxRow>> lanes;
    int room = limit;
    for (std::int64_t priority = 0; priority < priorities && room > 0; ++priority) {
        const auto heads = db_.run(
            "SELECT lane FROM outbox WHERE priority = $1 AND ready <= $2 ORDER BY ready, id LIMIT $3"
            " {{passing_held}}",
            {priority, column(now_), std::int64_t{room}});
        for (const Row& head : heads) {
            const int most = std::min({room, per_lane, most_leased_of_a_lane});
            auto lane = due_rows(db_, head.text(0), now_, most);
            room -= static_cast<int>(lane.size());
            if (!lane.empty()) lanes.push_back(std::move(lane));
            if (room == 0) break;
        }
    }
    return lanes;
}

void Tx::lease(const OutboxRow& row, std::string_view token, Time until) {
    db_.run(
        "UPDATE outbox SET token = $2, leased_until = $3, attempts = $4, outcome_unknown = $5,"
        " ready = CASE WHEN ready IS NULL THEN NULL ELSE $3 END WHERE id = $1",
        {row.id.value(), token, column(until), std::int64_t{row.attempts}, column(row.outcome_unknown)});
}

void Tx::put_off(const OutboxRow& row, Time not_before) {
    db_.run(
        "UPDATE outbox SET token = NULL, leased_until = NULL, attempts = $2, outcome_unknown = $3,"
        " not_before = $4 WHERE id = $1",
        {row.id.value(), std::int64_t{row.attempts}, column(row.outcome_unknown), column(not_before)});
    refresh_lane(db_, row.lane);
}

void Tx::drop(const OutboxRow& row) {
    db_.run("DELETE FROM outbox WHERE id = $1", {row.id.value()});
    refresh_lane(db_, row.lane);
}

bool Tx::finish(const OutboxRow& row, std::string_view token) {
    const bool mine =
        db_.change("DELETE FROM outbox WHERE id = $1 AND token = $2", {row.id.value(), token}) > 0;
    if (mine) refresh_lane(db_, row.lane);
    return mine;
}

bool Tx::is_leased(const OutboxRow& row, std::string_view token) {
    return !db_.run("SELECT 1 FROM outbox WHERE id = $1 AND token = $2", {row.id.value(), token}).empty();
}

bool Tx::put_back(const OutboxRow& row, std::string_view token, Time not_before, bool outcome_unknown,
                  bool tried) {
    const bool mine =
        db_.change(
            "UPDATE outbox SET token = NULL, leased_until = NULL, attempts = attempts + $5, not_before = $3,"
            " outcome_unknown = $4 WHERE id = $1 AND token = $2",
            {row.id.value(), token, column(not_before), column(outcome_unknown), column(tried)}) > 0;
    if (mine) refresh_lane(db_, row.lane);
    return mine;
}

std::vector<OutboxRow> Tx::take_expired(int limit) {
    std::vector<OutboxRow> expired;
    for (const Row& row : db_.run(
             "SELECT id, lane, priority, payload, supersede, not_before, expires, attempts, outcome_unknown,"
             " token FROM outbox WHERE expires <= $1 AND (token IS NULL OR leased_until <= $1)"
             " ORDER BY expires LIMIT $2 {{passing_held}}",
             {column(now_), std::int64_t{limit}})) {
        expired.push_back(outbox_row_of(row));
        drop(expired.back());
    }
    return expired;
}

void Tx::try_again_now(bool all) {
    const std::int64_t tries = all ? 0 : 1;
    const auto lanes =
        db_.run("SELECT DISTINCT lane FROM outbox WHERE token IS NULL AND attempts >= $2 AND not_before > $1",
                {column(now_), tries});
    db_.run("UPDATE outbox SET not_before = $1 WHERE token IS NULL AND attempts >= $2 AND not_before > $1",
            {column(now_), tries});
    for (const Row& lane : lanes) refresh_lane(db_, lane.text(0));
}

void Tx::release_all_leases() {
    const auto lanes = db_.run("SELECT DISTINCT lane FROM outbox WHERE token IS NOT NULL");
    db_.run(
        "UPDATE outbox SET token = NULL, leased_until = NULL, attempts = attempts + 1, outcome_unknown = 1"
        " WHERE token IS NOT NULL");
    for (const Row& lane : lanes) refresh_lane(db_, lane.text(0));
}

bool Tx::is_untried(std::string_view lane) {
    const auto found = db_.run("SELECT max(attempts), count(token) FROM outbox WHERE lane = $1", {lane});
    const Row& row = found.at(0);
    return !row.is_null(0) && row.integer(0) == 0 && row.integer(1) == 0;
}

std::optional<Time> Tx::lane_due(std::string_view lane) {
    const auto first = db_.run(
        "SELECT CASE WHEN token IS NULL THEN ready ELSE $2 END FROM outbox WHERE lane = $1"
        " AND ready IS NOT NULL",
        {lane, column(now_)});
    if (first.empty()) return std::nullopt;
    return time_of(first.front().integer(0));
}

std::optional<Time> Tx::next_outbox_time() {
    const auto rows = db_.run(
        "SELECT min(first) FROM ("
        "SELECT min(ready) AS first FROM outbox WHERE priority = 0 AND ready IS NOT NULL UNION ALL "
        "SELECT min(ready) FROM outbox WHERE priority = 1 AND ready IS NOT NULL UNION ALL "
        "SELECT min(ready) FROM outbox WHERE priority = 2 AND ready IS NOT NULL UNION ALL "
        "SELECT min(ready) FROM outbox WHERE priority = 3 AND ready IS NOT NULL) AS firsts");
    if (rows.at(0).is_null(0)) return std::nullopt;
    return time_of(rows.front().integer(0));
}

std::vector<OutboxCount> Tx::outbox_counts() {
    std::vector<OutboxCount> counts;
    for (const Row& row :
         db_.run("SELECT priority, count(*), min(created) FROM outbox GROUP BY priority ORDER BY priority")) {
        counts.push_back({static_cast<Priority>(row.integer(0)), static_cast<int>(row.integer(1)),
                          time_of(row.integer(2))});
    }
    return counts;
}

int Tx::outbox_size() {
    return static_cast<int>(db_.run("SELECT count(*) FROM outbox").at(0).integer(0));
}

}  // namespace tocsin::storage

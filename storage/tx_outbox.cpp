#include <algorithm>
#include <iterator>

#include "bot/base/digest.h"
#include "storage/columns.h"
#include "storage/outbox_lane.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t token_bytes = 8;
constexpr int priorities = 4;
constexpr Duration look_again_at_expired_after = 1s;

OutboxRow outbox_row_of(const Row& row) {
    OutboxRow out;
    out.id = OutboxId(row.integer(0));
    out.lane = row.text(1);
    out.priority = static_cast<Priority>(row.integer(2));
    out.kind = row.text(3);
    out.payload = row.text(4);
    if (!row.is_null(5)) out.supersede = row.text(5);
    out.reference = row.text(6);
    out.not_before = time_of(row.integer(7));
    if (!row.is_null(8)) out.expires = time_of(row.integer(8));
    out.attempts = static_cast<int>(row.integer(9));
    out.outcome_unknown = row.flag(10);
    return out;
}

// A lease that has run out says that somebody tried, and not what became of it.
Lease lease_row(Connection& db, const Row& row, std::string_view token, Time until) {
    Lease lease{outbox_row_of(row), std::string(token)};
    if (!row.is_null(11)) {
        lease.row.attempts += 1;
        lease.row.outcome_unknown = true;
    }
    db.run(
        "UPDATE outbox SET token = $2, leased_until = $3, attempts = $4, outcome_unknown = $5,"
        " ready = CASE WHEN ready IS NULL THEN NULL ELSE $3 END WHERE id = $1",
        {lease.row.id.value(), token, column(until), std::int64_t{lease.row.attempts},
         column(lease.row.outcome_unknown)});
    return lease;
}

// `first` stands for the lane and may have expired: then it is passed over and waits for take_expired.
std::vector<Lease> claim_lane(Connection& db, std::string_view lane, OutboxId first, Time now, Time until,
                              int most) {
    const auto rows = db.run(
        "SELECT id, lane, priority, kind, payload, supersede, reference, not_before, expires, attempts,"
        " outcome_unknown, token FROM outbox WHERE lane = $1 AND (expires IS NULL OR expires > $2)"
        " ORDER BY id LIMIT $3",
        {lane, column(now), std::int64_t{most}});
    const std::string token = random_token(token_bytes);
    std::vector<Lease> leases;
    for (const Row& row : rows) {
        if (row.integer(7) > column(now)) break;
        leases.push_back(lease_row(db, row, token, until));
    }
    if (leases.empty() || leases.front().row.id != first) {
        const Time again = !leases.empty() ? until
                           : rows.empty()  ? now + look_again_at_expired_after
                                           : time_of(rows.front().integer(7));
        db.run("UPDATE outbox SET ready = $2 WHERE id = $1", {first.value(), column(again)});
    }
    return leases;
}

}  // namespace

OutboxId Tx::send(const OutboxRow& row) {
    if (!row.supersede.empty()) {
        const auto replaced = db_.run(
            "UPDATE outbox SET priority = CASE WHEN priority < $3 THEN priority ELSE $3 END, kind = $4,"
            " payload = $5, reference = $6, expires = $8,"
            " not_before = CASE WHEN attempts > 0 OR not_before < $7 THEN not_before ELSE $7 END"
            " WHERE id = (SELECT max(id) FROM outbox WHERE supersede = $1 AND lane = $2 AND token IS NULL)"
            " RETURNING id",
            {row.supersede, row.lane, std::int64_t{static_cast<int>(row.priority)}, row.kind, row.payload,
             row.reference, column(row.not_before), column(row.expires)});
        if (!replaced.empty()) {
            refresh_lane(db_, row.lane);
            return OutboxId(replaced.front().integer(0));
        }
    }
    const auto added = db_.run(
        "INSERT INTO outbox (lane, priority, kind, payload, supersede, reference, not_before, expires, "
        "attempts,"
        " outcome_unknown, ready) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
        " CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE lane = $1) THEN NULL"
        " ELSE coalesce((SELECT until FROM held_lanes WHERE lane = $1 AND until > $7), $7) END)"
        " RETURNING id",
        {row.lane, std::int64_t{static_cast<int>(row.priority)}, row.kind, row.payload,
         column_or_null(row.supersede), row.reference, column(row.not_before), column(row.expires),
         std::int64_t{row.attempts}, column(row.outcome_unknown)});
    return OutboxId(added.at(0).integer(0));
}

std::vector<Lease> Tx::claim(int limit, int per_lane, Duration lease) {
    std::vector<Lease> leases;
    const auto room = [&] { return limit - static_cast<int>(leases.size()); };
    for (std::int64_t priority = 0; priority < priorities && room() > 0; ++priority) {
        const auto lanes = db_.run(
            "SELECT id, lane FROM outbox WHERE priority = $1 AND ready <= $2 ORDER BY ready, id LIMIT $3",
            {priority, column(now_), std::int64_t{room()}});
        for (const Row& lane : lanes) {
            if (room() == 0) break;
            const int most = std::min({room(), per_lane, max_rows_per_claimed_lane});
            auto taken = claim_lane(db_, lane.text(1), OutboxId(lane.integer(0)), now_, now_ + lease, most);
            std::ranges::move(taken, std::back_inserter(leases));
        }
    }
    return leases;
}

std::vector<OutboxRow> Tx::take_expired(int limit) {
    const auto rows = db_.run(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE expires <= $1"
        " AND (token IS NULL OR leased_until <= $1) ORDER BY expires LIMIT $2)"
        " RETURNING id, lane, priority, kind, payload, supersede, reference, not_before, expires, attempts,"
        " outcome_unknown",
        {column(now_), std::int64_t{limit}});
    std::vector<OutboxRow> expired;
    for (const Row& row : rows) {
        expired.push_back(outbox_row_of(row));
        refresh_lane(db_, expired.back().lane);
    }
    return expired;
}

bool Tx::finish(OutboxId id, std::string_view token) {
    const auto rows =
        db_.run("DELETE FROM outbox WHERE id = $1 AND token = $2 RETURNING lane", {id.value(), token});
    if (rows.empty()) return false;
    refresh_lane(db_, rows.front().text(0));
    return true;
}

bool Tx::put_back(OutboxId id, std::string_view token, Time not_before, bool outcome_unknown, bool tried) {
    const auto rows = db_.run(
        "UPDATE outbox SET token = NULL, leased_until = NULL, attempts = attempts + $5, not_before = $3,"
        " outcome_unknown = $4 WHERE id = $1 AND token = $2 RETURNING lane",
        {id.value(), token, column(not_before), column(outcome_unknown), column(tried)});
    if (rows.empty()) return false;
    refresh_lane(db_, rows.front().text(0));
    return true;
}

bool Tx::replace_payload(OutboxId id, std::string_view token, std::string_view payload) {
    return !db_.run("UPDATE outbox SET payload = $3 WHERE id = $1 AND token = $2 RETURNING 1",
                    {id.value(), token, payload})
                .empty();
}

void Tx::try_again_now() {
    const auto lanes = db_.run(
        "UPDATE outbox SET not_before = $1 WHERE token IS NULL AND attempts > 0 AND not_before > $1"
        " RETURNING lane",
        {column(now_)});
    for (const Row& lane : lanes) refresh_lane(db_, lane.text(0));
}

void Tx::release_all_leases() {
    const auto lanes = db_.run(
        "UPDATE outbox SET token = NULL, leased_until = NULL, attempts = attempts + 1, outcome_unknown = 1"
        " WHERE token IS NOT NULL RETURNING lane");
    for (const Row& lane : lanes) refresh_lane(db_, lane.text(0));
}

void Tx::hold_lane(std::string_view lane, Time until) {
    db_.run("DELETE FROM held_lanes WHERE until <= $1", {column(now_)});
    db_.run(
        "INSERT INTO held_lanes (lane, until) VALUES ($1, $2) ON CONFLICT (lane) DO UPDATE SET until ="
        " CASE WHEN held_lanes.until > excluded.until THEN held_lanes.until ELSE excluded.until END",
        {lane, column(until)});
    refresh_lane(db_, lane);
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

int Tx::outbox_size() {
    return static_cast<int>(db_.run("SELECT count(*) FROM outbox").at(0).integer(0));
}

}  // namespace tocsin::storage

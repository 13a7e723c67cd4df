#include <fmt/format.h>

#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

// The partial index timers_by_due of the schema has the same figure.
constexpr std::int64_t quarantined_after = 5;

Timer timer_of(const Row& row) {
    return {.key = row.text(0),
            .due = time_of(row.integer(1)),
            .kind = row.text(2),
            .payload = row.text(3),
            .failures = static_cast<int>(row.integer(4))};
}

// `until`: inclusive.
std::optional<Timer> first_timer(Connection& db, const std::set<std::string>& but_no, Time from, Time until,
                                 std::string_view held) {
    std::string others;
    std::vector<Parameter> parameters{column(from), column(until)};
    for (const auto& kind : but_no) {
        parameters.emplace_back(std::string_view(kind));
        others += fmt::format(" AND kind <> ${}", parameters.size());
    }
    const auto rows = db.run_with(
        fmt::format("SELECT key, due, kind, payload, failures FROM timers WHERE failures < 5 AND due >= $1"
                    " AND due <= $2{} ORDER BY due, key LIMIT 1 {}",
                    others, held),
        parameters);
    if (rows.empty()) return std::nullopt;
    return timer_of(rows.front());
}

}  // namespace

void Tx::set_timer(const Timer& timer) {
    db_.run(
        "INSERT INTO timers (key, due, kind, payload, failures) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (key) DO UPDATE SET due = excluded.due, kind = excluded.kind, payload = "
        "excluded.payload,"
        " failures = excluded.failures",
        {timer.key, column(timer.due), timer.kind, timer.payload, std::int64_t{timer.failures}});
}

void Tx::cancel_timer(std::string_view key) {
    db_.run("DELETE FROM timers WHERE key = $1", {key});
}

std::vector<Timer> Tx::timers_with_prefix(std::string_view prefix) {
    std::vector<Timer> timers;
    const std::string behind = std::string(prefix) + "\xF4\x8F\xBF\xBF";  // the last character there is
    for (const Row& row : db_.run("SELECT key, due, kind, payload, failures FROM timers"
                                  " WHERE key >= $1 AND key < $2 ORDER BY key",
                                  {prefix, behind})) {
        timers.push_back(timer_of(row));
    }
    return timers;
}

std::optional<Timer> Tx::next_timer(const std::set<std::string>& but_no, Time from) {
    return first_timer(db_, but_no, from, Time::max(), "");
}

std::optional<Timer> Tx::take_due_timer(const std::set<std::string>& but_no, Time from) {
    return first_timer(db_, but_no, from, now_, "{{passing_held}}");
}

bool Tx::timer_failed(std::string_view key, Duration pause) {
    const auto rows =
        db_.run("UPDATE timers SET failures = failures + 1, due = $2 WHERE key = $1 RETURNING failures",
                {key, column(now_ + pause)});
    return !rows.empty() && rows.front().integer(0) >= quarantined_after;
}

void Tx::clock_stepped(Duration by, std::span<const std::string_view> kinds, Time from, Time before) {
    const std::int64_t step = by.count();
    for (const auto kind : kinds) {
        db_.run("UPDATE timers SET due = due + $1 WHERE kind = $2 AND due >= $3 AND due < $4",
                {step, kind, column(from), column(before)});
    }
    db_.run(
        "UPDATE outbox SET not_before = not_before + $1, ready = ready + $1, expires = expires + $1,"
        " leased_until = leased_until + $1, created = created + $1 WHERE not_before >= $2"
        " AND not_before < $3",
        {step, column(from), column(before)});
}

}  // namespace tocsin::storage

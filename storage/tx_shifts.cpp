#include "bot/base/text.h"
#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {

ShiftRecord Tx::shift(const ShiftKey& key) {
    ShiftRecord record{key, std::nullopt, {}};
    const auto rows =
        db_.run("SELECT ready, told FROM shifts WHERE schedule = $1 AND person = $2 AND start = $3",
                {key.schedule.str(), key.person.str(), column(key.start)});
    if (rows.empty()) return record;
    const Row& row = rows.front();
    if (!row.is_null(0)) record.ready = time_of(row.integer(0));
    for (const auto word : split(row.text(1), ' ')) {
        if (!word.empty()) record.told.emplace_back(word);
    }
    return record;
}

void Tx::save(const ShiftRecord& record) {
    db_.run(
        "INSERT INTO shifts (schedule, person, start, ready, told) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (schedule, person, start) DO UPDATE SET ready = excluded.ready, told = excluded.told",
        {record.key.schedule.str(), record.key.person.str(), column(record.key.start), column(record.ready),
         join(record.told, " ")});
}

std::optional<Time> Tx::last_ready(const ScheduleId& schedule, const PersonId& person) {
    const auto rows = db_.run("SELECT max(ready) FROM shifts WHERE schedule = $1 AND person = $2",
                              {schedule.str(), person.str()});
    if (rows.empty() || rows.front().is_null(0)) return std::nullopt;
    return time_of(rows.front().integer(0));
}

void Tx::add_handoff(const Handoff& note) {
    db_.insert(
        "INSERT INTO handoffs (schedule, at, user_id, name, person, words) VALUES ($1, $2, $3, $4, $5, $6)",
        {note.schedule.str(), column(note.at), note.by.user.str(), note.by.name, note.by.person.str(),
         note.text});
}

std::optional<Handoff> Tx::last_handoff(const ScheduleId& schedule, Time since) {
    const auto rows = db_.run(
        "SELECT at, user_id, name, person, words FROM handoffs WHERE schedule = $1 AND at >= $2"
        " ORDER BY at DESC, id DESC LIMIT 1",
        {schedule.str(), column(since)});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    return Handoff{schedule,
                   {UserId(row.text(1)), row.text(2), PersonId(row.text(3))},
                   time_of(row.integer(0)),
                   row.text(4)};
}

int Tx::forget_shifts_before(Time start, int limit) {
    auto forgotten = db_.change(
        "DELETE FROM handoffs WHERE id IN (SELECT id FROM handoffs WHERE at < $1 ORDER BY id LIMIT $2)",
        {column(start), std::int64_t{limit}});
    for (const Row& row : db_.run("SELECT schedule, person, start FROM shifts WHERE start < $1 LIMIT $2",
                                  {column(start), std::int64_t{limit}}))
        forgotten += db_.change("DELETE FROM shifts WHERE schedule = $1 AND person = $2 AND start = $3",
                                {row.text(0), row.text(1), row.integer(2)});
    return static_cast<int>(forgotten);
}

}  // namespace tocsin::storage

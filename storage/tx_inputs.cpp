#include "storage/columns.h"
#include "storage/memory.h"
#include "storage/store.h"

namespace tocsin::storage {

std::optional<std::string> Tx::answer_to(std::string_view input_key) {
    const auto rows = db_.run("SELECT answer FROM inputs WHERE key = $1", {input_key});
    if (rows.empty()) return std::nullopt;
    return rows.front().text(0);
}

void Tx::remember(std::string_view input_key, std::string_view answer) {
    db_.run(
        "INSERT INTO inputs (key, answer, at) VALUES ($1, $2, $3)"
        " ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, at = excluded.at",
        {input_key, answer, column(now_)});
}

int Tx::forget_inputs_before(Time before, int limit) {
    const auto forgotten = db_.run(
        "DELETE FROM inputs WHERE key IN (SELECT key FROM inputs WHERE at < $1 ORDER BY at LIMIT $2)"
        " RETURNING 1",
        {column(before), std::int64_t{limit}});
    return static_cast<int>(forgotten.size());
}

void Tx::savepoint(const std::function<void()>& work) {
    db_.savepoint();
    try {
        work();
    } catch (...) {
        memory_.forget();
        db_.rollback_to_savepoint();
        throw;
    }
    db_.release_savepoint();
}

}  // namespace tocsin::storage

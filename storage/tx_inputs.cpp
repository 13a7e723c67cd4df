#include <limits>

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
    // The oldest come first: what is younger than the first one that stays is not looked at.
    const auto stays = db_.run("SELECT id FROM inputs WHERE at >= $1 ORDER BY id LIMIT 1", {column(before)});
    const auto end = stays.empty() ? std::numeric_limits<std::int64_t>::max() : stays.front().integer(0);
    return static_cast<int>(db_.change(
        "DELETE FROM inputs WHERE id IN (SELECT id FROM inputs WHERE id < $1 ORDER BY id LIMIT $2)",
        {end, std::int64_t{limit}}));
}

bool Tx::is_shared() const {
    return db_.is_shared();
}

void Tx::tell(Topic topic) {
    db_.tell(topic);
}

Topics Tx::take_news() {
    return db_.take_news();
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

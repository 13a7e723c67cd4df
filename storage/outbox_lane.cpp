#include "storage/outbox_lane.h"

#include <algorithm>

namespace tocsin::storage {

// Leased rows are among the first of a lane, because they leave in order.
void refresh_lane(Connection& db, std::string_view lane) {
    const auto rows =
        db.run("SELECT id, not_before, ready, leased_until FROM outbox WHERE lane = $1 ORDER BY id LIMIT $2",
               {lane, std::int64_t{most_leased_of_a_lane}});
    if (rows.empty()) return;
    const Row& first = rows.front();
    std::int64_t ready = first.integer(1);
    for (const Row& row : rows) {
        if (!row.is_null(3)) ready = std::max(ready, row.integer(3));
    }
    if (!first.is_null(2) && first.integer(2) == ready) return;
    db.run("UPDATE outbox SET ready = $2 WHERE id = $1", {first.integer(0), ready});
}

}  // namespace tocsin::storage

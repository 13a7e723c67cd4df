#include "storage/columns.h"
#include "storage/rota_change_json.h"
#include "storage/store.h"
#include "storage/unreadable.h"

namespace tocsin::storage {
namespace {

RotaChange change_of(const Row& row) {
    auto change = rota_change_from_json(row.text(1));
    change.id = RotaChangeId(row.integer(0));
    return change;
}

}  // namespace

RotaChangeId Tx::add_rota_change(const RotaChange& change) {
    db_.tell(Topic::rota);
    return RotaChangeId(db_.insert("INSERT INTO rota_changes (state, value) VALUES ($1, $2)",
                                   {key_of(change.state), rota_change_to_json(change)}));
}

void Tx::save(const RotaChange& change) {
    const auto value = rota_change_to_json(change);
    const auto changed = db_.change("UPDATE rota_changes SET state = $1, value = $2 WHERE id = $3",
                                    {key_of(change.state), value, change.id.value()});
    if (changed != 1) throw StoreError("A change of the rota that is not stored cannot be saved.");
    db_.tell(Topic::rota);
}

std::optional<RotaChange> Tx::rota_change(RotaChangeId id) {
    const auto rows = db_.run("SELECT id, value FROM rota_changes WHERE id = $1", {id.value()});
    return rows.empty() ? std::nullopt : std::optional{change_of(rows.front())};
}

std::vector<RotaChange> Tx::rota_changes(RotaChange::State state) {
    std::vector<RotaChange> changes;
    for (const Row& row :
         db_.run("SELECT id, value FROM rota_changes WHERE state = $1 ORDER BY id", {key_of(state)}))
        changes.push_back(change_of(row));
    return changes;
}

int Tx::forget_reasons_of_covers_before(Time asked, int limit) {
    int forgotten = 0;
    for (const Row& row :
         db_.run("SELECT id, value FROM rota_changes WHERE value LIKE '%\"reason\":%' ORDER BY id LIMIT $1",
                 {std::int64_t{limit}})) {
        RotaChange change;
        try {
            change = change_of(row);
        } catch (const UnreadableValue&) {
            continue;
        }
        if (change.asked >= asked) break;
        change.reason.clear();
        save(change);
        ++forgotten;
    }
    return forgotten;
}

}  // namespace tocsin::storage

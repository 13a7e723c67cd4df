#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {

void Tx::save(const Replica& replica) {
    db_.run(
        "INSERT INTO replicas (id, seen, name, version, configuration, sockets, heard)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen,"
        " name = excluded.name, version = excluded.version, configuration = excluded.configuration,"
        " sockets = excluded.sockets, heard = excluded.heard",
        {replica.id, column(replica.seen), replica.name, replica.version, replica.configuration,
         std::int64_t{replica.sockets}, column(replica.heard)});
}

std::vector<Replica> Tx::replicas() {
    std::vector<Replica> replicas;
    for (const Row& row : db_.run("SELECT id, seen, name, version, configuration, sockets, heard"
                                  " FROM replicas ORDER BY name, id")) {
        replicas.push_back({.id = row.text(0),
                            .seen = time_of(row.integer(1)),
                            .name = row.text(2),
                            .version = row.text(3),
                            .configuration = row.text(4),
                            .sockets = static_cast<int>(row.integer(5)),
                            .heard = time_of(row.integer(6))});
    }
    return replicas;
}

void Tx::remove_replica(std::string_view id) {
    db_.run("DELETE FROM replicas WHERE id = $1", {id});
}

std::optional<std::string> Tx::shared_memory() {
    const auto rows = db_.run("SELECT value FROM shared_memory WHERE id = 1");
    return rows.empty() ? std::nullopt : std::optional(rows.front().text(0));
}

void Tx::keep_shared_memory(std::string_view text) {
    db_.run(
        "INSERT INTO shared_memory (id, value) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET value = "
        "excluded.value",
        {text});
    db_.tell(Topic::memory);
}

}  // namespace tocsin::storage

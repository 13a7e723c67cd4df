#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {

bool Tx::add(const Deployment& deployment) {
    return db_.change(
               "INSERT INTO deployments (source, name, at, what, environment, version, commit_id, person,"
               " link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (source, name) DO NOTHING",
               {deployment.source, deployment.key, column(deployment.at), deployment.what,
                deployment.environment, deployment.version, deployment.commit, deployment.by,
                deployment.link}) == 1;
}

std::vector<Deployment> Tx::deployments_between(Time from, Time to, int limit) {
    std::vector<Deployment> found;
    for (const Row& row :
         db_.run("SELECT source, name, at, what, environment, version, commit_id, person, link"
                 " FROM deployments WHERE at >= $1 AND at <= $2 ORDER BY at DESC, id DESC LIMIT $3",
                 {column(from), column(to), std::int64_t{limit}})) {
        found.push_back({.source = row.text(0),
                         .key = row.text(1),
                         .what = row.text(3),
                         .environment = row.text(4),
                         .version = row.text(5),
                         .commit = row.text(6),
                         .by = row.text(7),
                         .link = row.text(8),
                         .at = time_of(row.integer(2))});
    }
    return found;
}

void Tx::forget_deployments_before(Time at) {
    db_.run("DELETE FROM deployments WHERE at < $1", {column(at)});
}

}  // namespace tocsin::storage

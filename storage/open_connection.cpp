#include "storage/open_connection.h"

#include <fmt/format.h>

#include "bot/base/embedded.h"
#include "storage/damage.h"
#include "storage/measures.h"
#include "storage/migrate.h"
#include "storage/postgres_connection.h"
#include "storage/sqlite_connection.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

constexpr std::string_view sqlite = "sqlite:";

bool is_sqlite(std::string_view url) {
    return url.starts_with(sqlite) && url.size() > sqlite.size();
}

Expected<void> prepare(Connection& connection, const Clock& clock) {
    if (const auto problem = damage_of(connection))
        return std::unexpected(damaged_store(connection.file(), *problem));
    if (auto migrated = migrate(connection, migration_files(), connection.clock_for(clock).now()); !migrated)
        return migrated;
    fill_measures(connection);
    return {};
}

}  // namespace

bool is_postgres(std::string_view url) {
    return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

std::string without_password(std::string_view url) {
    const auto scheme = url.find("://");
    if (!is_postgres(url)) return std::string(url);
    auto rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find('?'));  // a password may stand there too
    const auto place = rest.substr(0, rest.find('/')).rfind('@');
    const auto user = place == std::string_view::npos ? "" : rest.substr(0, place);
    if (user.contains(':'))
        return fmt::format("{}://{}@{}", url.substr(0, scheme), user.substr(0, user.find(':')),
                           rest.substr(place + 1));
    return fmt::format("{}://{}", url.substr(0, scheme), rest);
}

Expected<std::unique_ptr<Connection>> open_connection(std::string_view url) {
    if (is_postgres(url)) return open_postgres(std::string(url));
    if (!is_sqlite(url)) {
        return fail(
            ErrorKind::invalid,
            "The store's address is not understood. Nothing was opened. Write sqlite:FILE, for example "
            "sqlite:tocsin.db, or postgresql://user@host/database.");
    }
    const std::string path(url.substr(sqlite.size()));
    if (path != in_memory && is_new_store(path)) {
        if (auto lost = lost_store(path)) return std::unexpected(*std::move(lost));
    }
    return open_sqlite(path);
}

Expected<std::unique_ptr<Connection>> open_migrated(std::string_view url, const Clock& clock) {
    try {
        auto connection = open_connection(url);
        if (!connection) return connection;
        if (auto prepared = prepare(**connection, clock); !prepared) return std::unexpected(prepared.error());
        return connection;
    } catch (const StoreError& error) {
        return fail(
            ErrorKind::unavailable,
            fmt::format("The store {} cannot be used. {} Nothing was changed. Check the disk, or restore "
                        "a backup.",
                        is_sqlite(url) ? std::string(url.substr(sqlite.size())) : without_password(url),
                        error.what()));
    }
}

}  // namespace tocsin::storage

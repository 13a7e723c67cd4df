#include "storage/open_connection.h"

#include <fmt/format.h>

#include "bot/base/embedded.h"
#include "storage/damage.h"
#include "storage/measures.h"
#include "storage/migrate.h"
#include "storage/postgres_connection.h"
#include "storage/sqlite_connection.h"
#include "storage/store.h"
#include "storage/store_errors.h"

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

std::string without_password(std::string_view url) {
    return is_postgres(url) ? postgres_without_password(url) : std::string(url);
}

Expected<std::unique_ptr<Connection>> open_connection(std::string_view url, Hold hold) {
    if (is_postgres(url)) return open_postgres(std::string(url), hold);
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

Expected<std::unique_ptr<Connection>> open_migrated(std::string_view url, const Clock& clock, Hold hold) {
    try {
        auto connection = open_connection(url, hold);
        if (!connection) return connection;
        Expected<void> prepared;
        (*connection)->alone([&] { prepared = prepare(**connection, clock); });
        if (!prepared) return std::unexpected(prepared.error());
        return connection;
    } catch (const OutcomeUnknown& error) {
        return fail(ErrorKind::unavailable,
                    fmt::format("The store {} cannot be used yet. {} Start again when "
                                "the server can be reached: it tells then.",
                                without_password(url), error.what()));
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

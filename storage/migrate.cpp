#include "storage/migrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/digest.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

constexpr std::string_view create_record =
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, applied BIGINT NOT NULL)";

constexpr std::string_view additive = ".additive.sql";

std::string_view base_name(const EmbeddedFile& file) {
    return file.name.substr(file.name.rfind('/') + 1);
}

int version_of(const EmbeddedFile& file) {
    const auto name = base_name(file);
    int version = 0;
    std::from_chars(name.data(), name.data() + name.size(), version);
    if (version <= 0) throw StoreError(fmt::format("The migration {} has no number.", name));
    return version;
}

int newest_of(std::span<const EmbeddedFile> files) {
    return files.empty() ? 0 : version_of(files.back());
}

void apply_file(Connection& connection, const EmbeddedFile& file, Time now) {
    connection.begin();
    try {
        connection.run(create_record);
        connection.run_script(file.content);
        const std::string checksum = sha256_hex(file.content);
        connection.run(
            "INSERT INTO schema_migrations (version, name, checksum, applied) VALUES ($1, $2, $3, $4)",
            {version_of(file), base_name(file), checksum, now.time_since_epoch().count()});
        connection.tell(Topic::schema);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

Expected<void> check_applied(Connection& connection, std::span<const EmbeddedFile> files) {
    for (const Row& row :
         connection.run("SELECT version, checksum FROM schema_migrations ORDER BY version")) {
        for (const EmbeddedFile& file : files) {
            if (version_of(file) != row.integer(0) || sha256_hex(file.content) == row.text(1)) continue;
            return fail(
                ErrorKind::invalid,
                fmt::format("The migration {} is not the one that this store was made with. Nothing was "
                            "changed. Start the program that the store was made with.",
                            base_name(file)));
        }
    }
    return {};
}

}  // namespace

int schema_version(Connection& connection) {
    if (!connection.has_table("schema_migrations")) return 0;
    const auto rows = connection.run("SELECT max(version) FROM schema_migrations");
    return rows.front().is_null(0) ? 0 : static_cast<int>(rows.front().integer(0));
}

Expected<void> check_known(Connection& connection, std::span<const EmbeddedFile> files) {
    const int known = newest_of(files);
    const int current = schema_version(connection);
    if (current <= known) return {};
    const auto newer = connection.run("SELECT name FROM schema_migrations WHERE version > $1", {known});
    if (std::ranges::all_of(newer, [](const Row& row) { return row.text(0).ends_with(additive); })) return {};
    return fail(
        ErrorKind::invalid,
        fmt::format(
            "The store has schema {}, this program knows schemas up to {}. Nothing was "
            "changed. Start a newer program, or restore {}.",
            current, known,
            connection.file().empty()
                ? std::string("a backup of yours from before the newer one was started")
                : fmt::format("the copy that the newer one made beside the store (…before-{})", current)));
}

Expected<void> migrate(Connection& connection, std::span<const EmbeddedFile> files, Time now) {
    const int current = schema_version(connection);
    const int known = newest_of(files);
    if (auto checked = check_known(connection, files); !checked) return checked;
    if (current > 0) {
        if (auto checked = check_applied(connection, files); !checked) return checked;
        if (current < known && !connection.file().empty()) {
            auto copied = connection.copy_to(fmt::format("{}.before-{}", connection.file(), known));
            if (!copied) return copied;
        }
    }
    for (const EmbeddedFile& file : files) {
        if (version_of(file) > current) apply_file(connection, file, now);
    }
    return {};
}

}  // namespace tocsin::storage

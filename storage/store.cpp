#include "storage/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "storage/connection.h"
#include "storage/damage.h"
#include "storage/export_json.h"
#include "storage/growing_copy.h"
#include "storage/memory.h"
#include "storage/migrate.h"
#include "storage/open_connection.h"
#include "storage/sqlite_connection.h"
#include "storage/store_errors.h"
#include "storage/verify.h"

namespace tocsin::storage {
namespace {

constexpr std::string_view sqlite = "sqlite:";

}  // namespace

Store::Store(std::unique_ptr<Connection> connection, const Clock& clock)
    : connection_(std::move(connection)),
      memory_(std::make_unique<Memory>()),
      clock_(connection_->clock_for(clock)) {}

Store::~Store() = default;

Expected<std::unique_ptr<Store>> Store::open(std::string_view url, const Clock& clock, Hold hold) {
    auto connection = open_migrated(url, clock, hold);
    if (!connection) return std::unexpected(connection.error());
    return std::unique_ptr<Store>(new Store(*std::move(connection), clock));
}

// A server has to be asked; one that cannot be may have it.
bool Store::is_there(std::string_view url) {
    if (is_postgres(url)) {
        try {
            const auto connection = open_connection(url);
            return !connection || schema_version(**connection) > 0;
        } catch (const StoreError&) {
            return true;
        }
    }
    const std::string path(url.substr(std::min(sqlite.size(), url.size())));
    const bool is_file = url.starts_with(sqlite) && !path.empty() && path != in_memory;
    return !is_file || !is_new_store(path) || lost_store(path);
}

void Store::transact(const std::function<void(Tx&)>& work) {
    connection_->begin();
    if (connection_->others_wrote()) memory_->forget();
    try {
        refuse_newer_schema();
        Tx tx(*connection_, *memory_, clock_.now(), clock_.read());
        work(tx);
        connection_->commit();
    } catch (...) {
        memory_->forget();
        connection_->rollback();
        throw;
    }
}

void Store::refuse_newer_schema() {
    if (!connection_->schema_changed()) return;
    if (const auto known = check_known(*connection_, migration_files()); !known)
        throw StoreLost(fmt::format("A newer version has taken the store over. {}", known.error().message));
}

Expected<void> Store::backup(const std::string& file) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
        return fail(ErrorKind::conflict,
                    fmt::format("{} exists already. Nothing was written. Choose another name.", file));
    }
    return connection_->copy_to(file);
}

Expected<std::unique_ptr<GrowingCopy>> Store::begin_copy(const std::string& file) {
    return connection_->begin_copy(file);
}

std::string Store::file() const {
    return connection_->place_for_copy();
}

Verification Store::verify() {
    return storage::verify(*connection_);
}

std::string Store::export_json(std::optional<IncidentNumber> only, std::vector<std::string>* damaged) {
    std::vector<std::string> found;
    auto text = storage::export_json(*connection_, only, found);
    if (damaged != nullptr) *damaged = std::move(found);
    return text;
}

std::string Store::description() const {
    return fmt::format("{}, schema {}", connection_->description(), schema_version(*connection_));
}

}  // namespace tocsin::storage

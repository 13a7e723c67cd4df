#include "storage/row_copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "bot/base/embedded.h"
#include "bot/base/text.h"
#include "storage/fence.h"
#include "storage/migrate.h"
#include "storage/sqlite_connection.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

constexpr std::size_t rows_of_a_page = 8;
constexpr std::size_t rows_at_once = 512;
constexpr std::string_view record_of_migrations = "schema_migrations";  // each database has its own

std::vector<Parameter> parameters(const std::vector<Value>& values) {
    std::vector<Parameter> given;
    for (const Value& value : values) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            given.emplace_back(std::string_view(*text));
        } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
            given.emplace_back(*number);
        } else {
            given.emplace_back(Null{});
        }
    }
    return given;
}

std::string places(std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t i = 1; i <= count; ++i) all.push_back(fmt::format("${}", i));
    return join(all, ", ");
}

class SqliteFileCopy final : public GrowingCopy {
  public:
    SqliteFileCopy(std::unique_ptr<Connection> from, std::unique_ptr<Connection> to)
        : from_(std::move(from)), to_(std::move(to)) {
        from_->begin();
        to_->begin();
        rows_.emplace(*from_, *to_);
    }

    Expected<bool> step(int pages) override {
        try {
            if (!rows_->step(static_cast<std::size_t>(pages) * rows_of_a_page)) return false;
            rows_.reset();
            from_->rollback();
            to_->commit();
            to_.reset();  // only now everything is in the one file
            return true;
        } catch (const StoreError& error) {
            return fail(
                ErrorKind::unavailable,
                fmt::format("The copy could not be made: {} The store itself is as it was.", error.what()));
        }
    }

  private:
    std::unique_ptr<Connection> from_, to_;
    std::optional<RowCopy> rows_;  // ends before what it uses
};

void remove_file(const std::string& file) {
    std::error_code ignored;
    for (const auto* rest : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file + rest, ignored);
}

}  // namespace

RowCopy::RowCopy(Connection& from, Connection& to) : from_(from), to_(to) {
    for (const auto& table : from.tables()) {
        if (table != record_of_migrations) left_.push_back(from.shape(table));
    }
    std::ranges::reverse(left_);
}

bool RowCopy::step(std::size_t rows) {
    while (rows > 0 && !left_.empty()) {
        const TableShape& table = left_.back();
        if (behind_.empty()) to_.run("DELETE FROM " + table.name);
        const auto wanted = std::min(rows, rows_at_once);
        const auto piece = next(table, wanted);
        insert(table, piece);
        rows -= piece.size();
        copied_ += std::ssize(piece);
        if (piece.size() == wanted) continue;
        if (const auto last = from_.last_identity(table.name)) to_.count_on(table.name, *last);
        behind_.clear();
        left_.pop_back();
    }
    return left_.empty();
}

std::vector<Row> RowCopy::next(const TableShape& table, std::size_t rows) const {
    const auto key = join(table.key, ", ");
    const auto where =
        behind_.empty() ? "" : fmt::format(" WHERE ({}) > ({})", key, places(table.key.size()));
    return from_.run_with(fmt::format("SELECT {} FROM {}{} ORDER BY {} LIMIT {}", join(table.columns, ", "),
                                      table.name, where, key, rows),
                          parameters(behind_));
}

void RowCopy::insert(const TableShape& table, const std::vector<Row>& rows) {
    const auto sql = fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, join(table.columns, ", "),
                                 places(table.columns.size()));
    for (const Row& row : rows) to_.run_with(sql, parameters(row.values));
    if (rows.empty()) return;
    behind_.clear();
    for (const auto& column : table.key) {
        const auto at = std::ranges::find(table.columns, column) - table.columns.begin();
        behind_.push_back(rows.back().values.at(static_cast<std::size_t>(at)));
    }
}

Expected<std::unique_ptr<GrowingCopy>> begin_copy_to_sqlite(std::unique_ptr<Connection> from,
                                                            const std::string& file) {
    remove_file(file);
    auto to = open_sqlite(file);
    if (!to) return std::unexpected(to.error());
    try {
        if (auto made = migrate(**to, migration_files(), SystemClock().now()); !made)
            return std::unexpected(made.error());
        (*to)->run(fencing_statement());
        return std::make_unique<SqliteFileCopy>(std::move(from), *std::move(to));
    } catch (const StoreError& error) {
        return fail(ErrorKind::unavailable,
                    fmt::format("The copy {} could not be begun: {}", file, error.what()));
    }
}

Expected<void> copy_to_sqlite(std::unique_ptr<Connection> from, const std::string& file) {
    const std::string partial = file + ".partial";
    auto copy = begin_copy_to_sqlite(std::move(from), partial);
    if (!copy) return std::unexpected(copy.error());
    Expected<bool> complete = false;
    while (complete && !*complete) complete = (*copy)->step(static_cast<int>(rows_at_once));
    copy->reset();
    std::error_code failed;
    if (complete) std::filesystem::rename(partial, file, failed);
    if (complete && !failed) return {};
    remove_file(partial);
    if (!complete) return std::unexpected(complete.error());
    return fail(ErrorKind::unavailable,
                fmt::format("The copy could not be given the name {}: {}. The store itself is as it was.",
                            file, failed.message()));
}

}  // namespace tocsin::storage

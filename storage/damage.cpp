#include "storage/damage.h"

#include <fmt/format.h>

#include <sys/stat.h>
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

#include "bot/base/text.h"
#include "bot/base/time.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_copies_named = 5;
constexpr std::string_view sqlite_magic = "SQLite format 3";

// Of a big store these are not read at the start.
constexpr std::array<std::string_view, 2> growing_tables{"timeline", "spoken"};

bool is_database(const fs::path& file) {
    std::array<char, sqlite_magic.size()> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    return std::string_view(head.data(), head.size()) == sqlite_magic;
}

struct Copy {
    std::string name;
    Time written;
};

// Other databases in the folder of `path`, newest first.
std::vector<Copy> copies_beside(const std::string& path) {
    std::vector<Copy> copies;
    const fs::path store(path);
    const fs::path folder = store.has_parent_path() ? store.parent_path() : fs::path(".");
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(folder, unreadable)) {
        struct stat facts{};
        if (entry.path().extension() == growing_copy_ending || entry.path().filename() == store.filename() ||
            ::stat(entry.path().c_str(), &facts) != 0)
            continue;
        if (S_ISREG(facts.st_mode) && is_database(entry.path()))
            copies.push_back({entry.path().filename().string(), time_from_unix(facts.st_mtime)});
    }
    std::ranges::sort(copies, std::greater<>{}, &Copy::written);
    return copies;
}

std::string named(const std::vector<Copy>& copies) {
    std::vector<std::string> names;
    for (const auto& [name, written] : copies) {
        if (names.size() < most_copies_named)
            names.push_back(fmt::format("{} (of {})", name, format_utc(written)));
    }
    return join(names, ", ");
}

}  // namespace

std::optional<std::string> damage_of(Connection& connection, std::uintmax_t whole_bytes) {
    std::error_code unknown;
    const auto bytes = fs::file_size(connection.file(), unknown);
    try {
        if (unknown || bytes <= whole_bytes) return connection.integrity_problem();
        for (const auto& table : connection.tables()) {
            if (std::ranges::find(growing_tables, table) != growing_tables.end()) continue;
            if (auto problem = connection.integrity_problem(table)) return problem;
        }
        return std::nullopt;
    } catch (const StoreError& error) {
        return error.what();
    }
}

Error damaged_store(const std::string& path, std::string_view problem) {
    const auto copies = copies_beside(path);
    const auto with = copies.empty() ? std::string("No copy stands beside it: take one from your backups.")
                                     : fmt::format("Copies beside it: {}.", named(copies));
    return {
        ErrorKind::damaged,
        fmt::format("The store {} is damaged ({}). It was left as it is, and Tocsin does not run on it. Move "
                    "it away with its -wal and -shm, put a copy in its place, check that with tocsin verify "
                    "--restored, and start again. {}",
                    path, problem, with)};
}

bool is_new_store(const std::string& path) {
    std::error_code missing;
    const auto bytes = fs::file_size(path, missing);
    return missing ? !fs::exists(path) : bytes == 0;
}

std::optional<Error> lost_store(const std::string& path) {
    std::error_code missing;
    std::vector<std::string> remains;
    if (const auto bytes = fs::file_size(path + "-wal", missing); !missing && bytes > 0)
        remains.push_back(fs::path(path).filename().string() + "-wal");
    const auto before = fs::path(path).filename().string() + ".before-";
    for (const auto& copy : copies_beside(path)) {
        if (copy.name.starts_with(before)) remains.push_back(copy.name);
    }
    if (remains.empty()) return std::nullopt;
    return Error{
        ErrorKind::damaged,
        fmt::format("The store {} is gone, and {} of it still stand{} beside it. Nothing was made in its "
                    "place: an empty store knows no incident. Put the store back, or a copy of it, and "
                    "check that with tocsin verify --restored. If you want to begin with nothing, move away "
                    "what is left of it.",
                    path, join_and(remains), remains.size() == 1 ? "s" : "")};
}

}  // namespace tocsin::storage

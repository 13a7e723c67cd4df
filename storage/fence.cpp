#include "storage/fence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "storage/open_connection.h"
#include "storage/store_errors.h"

namespace tocsin::storage {
namespace {

// What SQLite calls the application ID, and where it stands: https://www.sqlite.org/fileformat.html
constexpr std::array<char, 4> fence{'C', 'O', 'P', 'Y'};
constexpr int place_in_header = 68;
constexpr std::string_view sqlite = "sqlite:";

std::string statement_for(std::string_view application_id) {
    return fmt::format("PRAGMA application_id = {}", application_id);
}

bool is_fenced(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, fence.size()> found{};
    return file.seekg(place_in_header) && file.read(found.data(), found.size()) && found == fence;
}

}  // namespace

std::string fencing_statement() {
    std::string digits = "0x";
    for (const char letter : fence) digits += fmt::format("{:02x}", letter);
    return statement_for(digits);
}

std::optional<Error> fenced_store(std::string_view url) {
    const std::string path(url.substr(std::min(sqlite.size(), url.size())));
    if (!url.starts_with(sqlite) || !is_fenced(path)) return std::nullopt;
    return Error{
        ErrorKind::conflict,
        fmt::format("The store {} is a copy that tocsin made. The bot that it was taken from may be "
                    "running still, and both would page. Nothing was changed. See that the other one "
                    "has stopped for good, then say tocsin verify --restored and start again.",
                    path)};
}

Expected<void> lift_fence(std::string_view url) {
    if (!fenced_store(url)) return {};
    try {
        auto connection = open_connection(url);
        if (!connection) return std::unexpected(connection.error());
        (*connection)->run(statement_for("0"));
        return {};
    } catch (const StoreError& error) {
        return fail(
            ErrorKind::unavailable,
            fmt::format("The copy {} could not be made the store: {} It is what it was. Check the disk "
                        "and the rights of the file, then say it again.",
                        url.substr(sqlite.size()), error.what()));
    }
}

}  // namespace tocsin::storage

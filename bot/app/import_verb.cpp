#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "storage/import_json.h"
#include "storage/open_connection.h"

namespace tocsin::app {
namespace {

Expected<std::string> text_of(const std::string& file) {
    std::ifstream opened;
    if (file != "-") opened.open(file, std::ios::binary);
    std::istream& in = file == "-" ? std::cin : opened;
    std::string text;
    constexpr std::size_t at_once = 1024 * 1024;
    for (std::string part(at_once, '\0'); in && text.size() <= storage::largest_export;) {
        in.read(part.data(), static_cast<std::streamsize>(part.size()));
        text.append(part, 0, static_cast<std::size_t>(in.gcount()));
    }
    if (text.size() > storage::largest_export)
        return fail(ErrorKind::invalid, fmt::format("{} is larger than 1 GiB. Nothing was imported.", file));
    if (file != "-" && !opened.is_open())
        return fail(ErrorKind::not_found, fmt::format("{} cannot be read. Nothing was imported.", file));
    return text;
}

int import_export(const Common& common, const std::string& file) {
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto text = text_of(file);
    if (!text) {
        fmt::print(stderr, "{}\n", text.error().message);
        return failed;
    }
    const auto& url = found->configuration.storage.url;
    const auto count = storage::import_json(url, *text, SystemClock());
    if (!count) {
        fmt::print(stderr, "{}\n", count.error().message);
        const bool of_the_file = count.error().kind == ErrorKind::invalid;
        return of_the_file || count.error().kind == ErrorKind::conflict ? failed : store_error;
    }
    if (common.json) {
        fmt::print("{}\n", nlohmann::json{{"incidents", count->incidents}, {"events", count->events}}.dump());
    } else {
        fmt::print("imported {} incidents with {} events into {}\n", count->incidents, count->events,
                   storage::without_password(url));
    }
    return done;
}

}  // namespace

int import_files(const Common& common, const ImportOptions& options) {
    if (!options.product.empty()) return import_schedules(common, options);
    if (options.compare || options.schedule || options.files.size() > 1 || !options.people.empty()) {
        fmt::print(stderr,
                   "Say with --from whose schedules these are: an export is one file and nothing else.\n");
        return wrong_usage;
    }
    return import_export(common, options.files.front());
}

}  // namespace tocsin::app

// The house rules as a test: who may include whom (docs/architecture.md), how long files are, how headers
// begin.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_file = 400;

const fs::path root = TOCSIN_SOURCE_DIR;

// A folder and the folders of ours it may include besides itself.
const std::map<std::string, std::set<std::string>> may_include{
    {"bot/base", {}},
    {"bot/core", {"bot/base"}},
    {"bot/slack", {"bot/base"}},
    {"bot/config", {"bot/base", "bot/core"}},
    {"bot/channels", {"bot/base", "bot/core"}},
    {"bot/trackers", {"bot/base", "bot/core", "bot/channels"}},
    {"bot/mirrors", {"bot/base", "bot/core", "bot/channels"}},
    {"bot/alerts", {"bot/base", "bot/core"}},
    {"bot/imports", {"bot/base", "bot/core"}},
    {"templates", {"bot/base", "bot/core", "bot/slack"}},
    {"storage", {"bot/base", "bot/core"}},
    {"commands", {"bot/base", "bot/core", "bot/slack", "templates", "storage"}},
    {"bot/engine",
     {"bot/base", "bot/core", "bot/slack", "templates", "storage", "commands", "bot/config", "bot/channels",
      "bot/trackers", "bot/mirrors", "bot/alerts"}},
    {"bot/net", {"bot/base", "bot/core", "bot/slack", "bot/channels", "bot/engine"}},
    {"bot/web", {"bot/base", "bot/core", "bot/channels", "templates", "bot/engine", "bot/net", "bot/alerts"}},
    {"bot/sandbox", {"bot/base", "bot/slack", "bot/net"}},
    {"bot/app",
     {"bot/base", "bot/core", "bot/slack", "bot/config", "bot/channels", "bot/trackers", "bot/mirrors",
      "bot/alerts", "bot/imports", "templates", "storage", "commands", "bot/engine", "bot/net", "bot/web",
      "bot/sandbox"}},
};

// Libraries that only some places may see: the pattern of the include, where it is allowed.
const std::vector<std::pair<std::string, std::vector<std::string>>> kept_in{
    {"CLI/", {"bot/main.cpp"}},
    {"absl/", {"bot/core/zone.cpp"}},
    {"spdlog/", {"bot/base/log.cpp"}},
    {"libical/", {"bot/imports/calendar_reader.cpp"}},
    {"re2/", {"bot/alerts/pattern.cpp"}},
    {"prometheus/", {"bot/web/metrics.cpp"}},
    {"cmark-gfm", {"templates/runbook_reader.cpp", "templates/commonmark.cpp"}},
    {"cairo/", {"templates/report_picture.cpp"}},
    {"SQLiteCpp/", {"storage/sqlite_connection.cpp"}},
    {"sqlite3.h", {"storage/sqlite_connection.cpp"}},
    {"libpq-fe.h", {"storage/postgres_library.h"}},
    {"yaml-cpp/", {"bot/config/yaml_reader.cpp"}},
    {"kainjow/", {"templates/"}},
    {"boost/", {"bot/net/", "bot/sandbox/", "bot/app/", "bot/engine/engine_thread.cpp"}},
    {"nlohmann/",
     {"bot/base/foreign_json", "bot/slack/", "bot/config/", "bot/channels/", "bot/trackers/", "bot/mirrors/",
      "bot/alerts/", "bot/imports/", "templates/", "storage/", "commands/", "bot/engine/", "bot/net/",
      "bot/sandbox/", "bot/app/"}},
};

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string name_in_tree(const fs::path& file) {
    return fs::relative(file, root).generic_string();
}

bool is_source(const fs::path& file) {
    return file.extension() == ".h" || file.extension() == ".cpp";
}

std::vector<fs::path> files_below(const std::vector<std::string>& folders, const auto& wanted) {
    std::vector<fs::path> files;
    for (const auto& folder : folders) {
        if (!fs::exists(root / folder)) continue;
        for (auto it = fs::recursive_directory_iterator(root / folder);
             it != fs::recursive_directory_iterator(); ++it) {
            const auto name = it->path().filename();
            if (it->is_directory() && (name == "node_modules" || name == "dist")) {
                it.disable_recursion_pending();
            } else if (it->is_regular_file() && wanted(it->path())) {
                files.push_back(it->path());
            }
        }
    }
    REQUIRE_FALSE(files.empty());
    return files;
}

const std::vector<std::string> ours{"bot", "commands", "templates", "storage"};

// "bot/core" of "bot/core/state.h"; empty for bot/main.cpp, which sees everything.
std::string folder_of(const std::string& path) {
    const auto first = path.find('/');
    if (first == std::string::npos) return "";
    if (!path.starts_with("bot/")) return path.substr(0, first);
    const auto second = path.find('/', first + 1);
    return second == std::string::npos ? "" : path.substr(0, second);
}

std::vector<std::string> includes_of(const fs::path& file, char open) {
    static const std::regex quoted(R"(^\s*#include\s+"([^"]+)\")");
    static const std::regex angled(R"(^\s*#include\s+<([^>]+)>)");
    std::vector<std::string> found;
    for (const auto& line : lines_of(file)) {
        std::smatch match;
        if (std::regex_search(line, match, open == '"' ? quoted : angled)) found.push_back(match[1]);
    }
    return found;
}

}  // namespace

TEST_CASE("folders include only what the plan of the house allows") {
    for (const auto& file : files_below(ours, is_source)) {
        const auto from = folder_of(name_in_tree(file));
        if (from.empty()) continue;
        CAPTURE(name_in_tree(file));
        const auto allowed = may_include.find(from);
        REQUIRE_MESSAGE(allowed != may_include.end(), "a folder that the plan does not know: ", from);
        for (const auto& include : includes_of(file, '"')) {
            const auto to = folder_of(include);
            CHECK_MESSAGE((to == from || allowed->second.contains(to)), from, " may not include ", include);
        }
    }
}

TEST_CASE("commands see the store, not its drivers") {
    for (const auto& file : files_below({"commands"}, is_source)) {
        for (const auto& include : includes_of(file, '"')) {
            if (!include.starts_with("storage/")) continue;
            CHECK_MESSAGE(include == "storage/store.h", name_in_tree(file), " includes ", include);
        }
    }
}

TEST_CASE("libraries stay where the plan puts them") {
    for (const auto& file : files_below(ours, is_source)) {
        const auto path = name_in_tree(file);
        for (const auto& include : includes_of(file, '<')) {
            for (const auto& [library, places] : kept_in) {
                if (!include.starts_with(library)) continue;
                const bool allowed = std::ranges::any_of(
                    places, [&](const std::string& place) { return path.starts_with(place); });
                CHECK_MESSAGE(allowed, path, " includes ", include);
            }
        }
    }
}

// A write that no test can die at is one of which nobody knows what a crash there leaves.
TEST_CASE("whatever is written to a database passes the points at which tests kill") {
    // The build asks for this case by its name, and would not notice that there is none.
    const auto asked = std::string("-tc=") + doctest::getContextOptions()->currentTest->m_name + '"';
    CHECK(std::ranges::any_of(lines_of(root / "tests/CMakeLists.txt"),
                              [&](const std::string& line) { return line.contains(asked); }));
    static const std::regex point(R"re(fault_point\("([^"]*)"\))re");
    static const std::regex listed(R"re("((?:before|after) [a-z ]+)")re");
    // How statements reach a database, and where that may be. There they pass the points.
    const std::vector<std::pair<std::regex, std::string>> ways{
        {std::regex(R"(\bsqlite3_(step|exec)\()"), "storage/sqlite_connection.cpp"},
        {std::regex(R"(\bpq_\.send\w*\()"), "storage/postgres_session.cpp"},
    };
    static const std::regex any_statement(R"(\.(exec|execAndGet|tryExec)\()");
    static const std::regex no_write(
        R"re(\.exec\((fencing_statement\(\)|(fmt::format\()?"(PRAGMA |BEGIN EXCLUSIVE"|COMMIT")))re");

    std::map<std::string, std::set<std::string>> points;
    std::set<std::string> names;
    for (const auto& line : lines_of(root / "storage/fault_point.h")) {
        for (std::sregex_iterator it(line.begin(), line.end(), listed), end; it != end; ++it)
            names.insert((*it)[1]);
    }
    REQUIRE(names.size() >= 3);
    for (const auto& file : files_below({"storage", "bot"}, is_source)) {
        const auto name = name_in_tree(file);
        for (const auto& line : lines_of(file)) {
            std::smatch match;
            if (std::regex_search(line, match, point)) points[name].insert(match[1]);
            for (const auto& [way, place] : ways)
                CHECK_MESSAGE((name == place || !std::regex_search(line, way)), name, ": ", line);
            if (std::regex_search(line, any_statement))
                CHECK_MESSAGE(std::regex_search(line, no_write), name, ": ", line);
        }
    }
    CHECK(points == std::map<std::string, std::set<std::string>>{{"storage/postgres_connection.cpp", names},
                                                                 {"storage/sqlite_connection.cpp", names}});
}

// docs/security.md says of each where it may lead.
TEST_CASE("requests leave from the places that are known, and from no other") {
    const std::set<std::string> known{"bot/app/api_client.cpp",  // a verb, to the bot's own API
                                      "bot/app/api_client.h",
                                      "bot/app/bot.cpp",
                                      "bot/app/bot_parts.cpp",
                                      "bot/app/bot_parts.h",
                                      "bot/app/certificate_reader.cpp",
                                      "bot/app/certificate_reader.h",
                                      "bot/app/doctor.cpp",
                                      "bot/app/looker.cpp",
                                      "bot/app/looker.h",
                                      "bot/app/store_alarm.cpp",
                                      "bot/app/value_reader.h",
                                      "bot/sandbox/alert_panel.h",
                                      "bot/sandbox/phone_line.h"};
    std::set<std::string> found;
    for (const auto& file : files_below(ours, is_source)) {
        const auto path = name_in_tree(file);
        if (path.starts_with("bot/net/")) continue;
        for (const auto& line : lines_of(file))
            if (line.contains("HttpClient") || line.contains("Dialer")) found.insert(path);
        // What counts as public is for tests alone to say otherwise.
        for (const auto& line : lines_of(file)) CHECK_MESSAGE(!line.contains(".is_public ="), path);
    }
    CHECK(found == known);
}

TEST_CASE("certificates are checked without a way round") {
    static const std::regex switched(R"(verify_none|VERIFY_NONE|set_verify|rfc2818|CURLOPT|insecure_skip)");
    std::set<std::string> found;
    for (const auto& file : files_below(ours, is_source)) {
        for (const auto& line : lines_of(file))
            if (std::regex_search(line, switched)) found.insert(name_in_tree(file) + ": " + line);
    }
    CHECK(found ==
          std::set<std::string>{"bot/net/dial.cpp:     "
                                "stream.tls()->set_verify_callback(asio::ssl::host_name_verification(host));",
                                "bot/net/tls.cpp:     context.set_verify_mode(ssl::verify_peer);"});
}

TEST_CASE("no file is longer than 400 lines") {
    const auto counted = [](const fs::path& file) {
        const auto extension = file.extension();
        return is_source(file) || extension == ".ts" || extension == ".mjs" || extension == ".sql" ||
               extension == ".css";
    };
    for (const auto& file :
         files_below({"bot", "commands", "templates", "storage", "tests", "scripts"}, counted)) {
        CHECK_MESSAGE(lines_of(file).size() <= longest_file, name_in_tree(file), " has ",
                      lines_of(file).size(), " lines");
    }
}

TEST_CASE("every header opens with what it is for") {
    for (const auto& file :
         files_below(ours, [](const fs::path& path) { return path.extension() == ".h"; })) {
        const auto lines = lines_of(file);
        CAPTURE(name_in_tree(file));
        // The opening paragraph; a table of details may follow it.
        const auto end =
            std::ranges::find_if(lines, [](const auto& line) { return !line.starts_with("// "); });
        const auto count = std::distance(lines.begin(), end);
        CHECK(count >= 1);
        CHECK(count <= 6);
        CHECK(std::ranges::find(lines, "#pragma once") != lines.end());
    }
}

TEST_CASE("nothing is left half done, and no name says nothing") {
    static const std::regex unfinished(R"(\b(TO)(DO)\b|\b(FIX)(ME)\b|\bX(X)X\b)");
    static const std::regex vague(R"((^|_)(util|utils|helper|helpers|manager|common|misc)(_|\.|$))");
    for (const auto& file : files_below(ours, is_source)) {
        CHECK_MESSAGE(!std::regex_search(file.filename().string(), vague), name_in_tree(file));
        for (const auto& line : lines_of(file))
            CHECK_MESSAGE(!std::regex_search(line, unfinished), name_in_tree(file), ": ", line);
    }
}

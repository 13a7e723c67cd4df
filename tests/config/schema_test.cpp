#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "bot/config/key_table.h"
#include "bot/config/schema.h"
#include "tests/config/json_schema.h"

using namespace tocsin;
using namespace tocsin::config;
using nlohmann::json;

namespace {

const std::string root = TOCSIN_SOURCE_DIR;

}  // namespace

TEST_CASE("the example keeps the schema") {
    const json schema = json::parse(json_schema());
    CHECK(violations(read_yaml_file(root + "/docs/examples/tocsin.example.yaml"), schema) ==
          std::vector<std::string>{});
}

TEST_CASE("the schema refuses what the checker refuses") {
    const json schema = json::parse(json_schema());
    const auto broken = [&](const char* text) { return !violations(json::parse(text), schema).empty(); };
    CHECK_FALSE(broken(R"({})"));
    CHECK_FALSE(broken(R"({"people": null, "slack": {"app_token_file": "token"}})"));
    CHECK_FALSE(broken(R"({"slack": {"connections": "${SOCKETS:-2}"}})"));
    CHECK(broken(R"({"slack": {"chanel": "incidents"}})"));
    CHECK(broken(R"({"slack": {"connections": 11}})"));
    CHECK(broken(R"({"slack": {"connections": "two"}})"));
    CHECK(broken(R"({"people": {"dana": {"phone": "555"}}})"));
    CHECK(broken(R"({"people": {"two words": {}}})"));
    CHECK(broken(R"({"trackers": {"github": {"kind": "github", "repository": "a/b"}}})"));
    CHECK(broken(R"({"trackers": {"github": {"kind": "svn", "repository": "a/b", "token": "t"}}})"));
}

TEST_CASE("the schema beside the example is the one the program prints") {
    CHECK(read_text_file(root + "/docs/examples/tocsin.schema.json") == json_schema());
    const std::string example = read_text_file(root + "/docs/examples/tocsin.example.yaml");
    CHECK(example.starts_with("# yaml-language-server: $schema=./tocsin.schema.json\n"));
}

TEST_CASE("the reference of the keys is the one that the program prints") {
    const auto rows = key_rows();
    CHECK(rows.size() > 250);
    std::set<std::string> written;
    std::istringstream text(read_text_file(root + "/docs/configuration.md"));
    bool reference = false;
    constexpr auto bars_of_a_key = 5;
    for (std::string line; std::getline(text, line);) {
        reference = reference || line == "## Every key";
        if (reference && line.starts_with("| `") && std::ranges::count(line, '|') == bars_of_a_key)
            CHECK_MESSAGE(written.insert(line).second, "twice: ", line);
    }
    for (const auto& row : rows) CHECK_MESSAGE(written.erase(row) == 1, "docs/configuration.md lacks: ", row);
    for (const auto& row : written) FAIL_CHECK("docs/configuration.md has what is no key: ", row);
}

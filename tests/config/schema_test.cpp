#include <doctest/doctest.h>

#include "bot/config/schema.h"
#include "bot/config/shape.h"
#include "tests/config/json_schema.h"

using namespace tocsin;
using namespace tocsin::config;
using nlohmann::json;

namespace {

const std::string root = TOCSIN_SOURCE_DIR;

// Every key, as people would write its path: people.NAME.phone, alerts.rules[].when.
void list_keys(const Shape& shape, const std::string& path, std::vector<std::string>& keys) {
    if (shape.kind == Kind::map) list_keys(shape.item.front(), path + ".NAME", keys);
    if (shape.kind == Kind::list) list_keys(shape.item.front(), path + "[]", keys);
    for (const Field& field : shape.fields) {
        const std::string key = path.empty() ? field.name : path + "." + field.name;
        keys.push_back(key);
        list_keys(field.shape, key, keys);
    }
}

std::string general(std::string key) {
    for (const char* section : {"severities", "reminders"}) {
        for (const char* severity : {".sev1", ".sev2", ".sev3", ".sev4"}) {
            const std::string whole = std::string(section) + severity;
            if (key.starts_with(whole)) return section + (".SEVERITY" + key.substr(whole.size()));
        }
    }
    return key;
}

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

TEST_CASE("the documentation names every key") {
    const std::string text = read_text_file(root + "/docs/configuration.md");
    std::vector<std::string> keys;
    list_keys(configuration_shape(), "", keys);
    CHECK(keys.size() > 150);
    for (const std::string& key : keys) {
        CAPTURE(key);
        CHECK(text.find("`" + general(key) + "`") != std::string::npos);
    }
}

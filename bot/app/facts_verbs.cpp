#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/app/settings.h"
#include "bot/app/verbs.h"
#include "bot/app/version.h"
#include "bot/base/embedded.h"
#include "bot/config/key_table.h"
#include "bot/config/schema.h"
#include "templates/catalog.h"

namespace tocsin::app {
namespace {

nlohmann::json as_json(const config::Finding& finding) {
    return {
        {"file", finding.file},     {"line", finding.line},
        {"column", finding.column}, {"kind", finding.weight == config::Weight::error ? "error" : "warning"},
        {"what", finding.what},     {"why", finding.why},
        {"fix", finding.fix}};
}

void print_findings(const std::vector<config::Finding>& findings, bool json) {
    if (json) {
        auto list = nlohmann::json::array();
        for (const auto& finding : findings) list.push_back(as_json(finding));
        fmt::print("{}\n", list.dump());
        return;
    }
    for (const auto& line : config::to_lines(findings)) fmt::print("{}\n", line);
}

}  // namespace

int check(const Common& common, bool strict) {
    const auto environment = config::process_environment();
    const auto file = config::find_file(common.config, environment);
    if (!file) {
        fmt::print(stderr, "{}\n", file.error().message);
        return configuration_invalid;
    }
    auto loaded = config::load_file(
        *file, environment, {.coverage_from = SystemClock().now(), .also_check = check_rules_and_runbooks});
    print_findings(loaded.findings, common.json);
    if (!loaded.ok()) return configuration_invalid;
    if (const auto catalog = templates::Catalog::load(templates_folder(loaded.configuration)); !catalog) {
        fmt::print("{}\n", catalog.error().message);
        return configuration_invalid;
    }
    if (!common.json && loaded.findings.empty()) fmt::print("{} is fine\n", file->string());
    return strict && !loaded.findings.empty() ? configuration_invalid : done;
}

int print_schema(bool as_table) {
    if (as_table)
        for (const auto& row : config::key_rows()) fmt::print("{}\n", row);
    else
        fmt::print("{}", config::json_schema());
    return done;
}

int print_manifest() {
    for (const auto& file : root_files()) {
        if (file.name == "manifest.yaml") fmt::print("{}", file.content);
    }
    return done;
}

int print_version(const Common& common) {
    if (common.json) {
        fmt::print("{}\n", nlohmann::json{{"version", version()}}.dump());
    } else {
        fmt::print("{}", build_facts());
    }
    return done;
}

}  // namespace tocsin::app

#include "bot/config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <tuple>
#include <utility>

#include "bot/base/text.h"
#include "bot/config/checker.h"
#include "bot/config/cross_checks.h"
#include "bot/config/expand.h"
#include "bot/config/fingerprint.h"
#include "bot/config/readers.h"
#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

std::vector<std::string> keys_of(const Node* section) {
    std::vector<std::string> keys;
    if (section == nullptr || !section->is_map()) return keys;
    for (const Node& child : section->children) keys.push_back(child.key);
    return keys;
}

Names names_in(const Node& root) {
    Names names;
    for (const char* section :
         {"people", "teams", "services", "schedules", "escalation_policies", "trackers"}) {
        names[section] = keys_of(root.find(section));
    }
    for (const auto& [id, policy] : default_rules().policies)
        names["escalation_policies"].push_back(id.str());
    const Node* paging = root.find("paging");
    names["paging.providers"] = keys_of(paging == nullptr ? nullptr : paging->find("providers"));
    return names;
}

Configuration read_configuration(const Section& root, const std::filesystem::path& file) {
    Configuration configuration;
    configuration.file = file;
    configuration.slack = read_slack(root);
    configuration.storage = read_storage(root);
    configuration.http = read_http(root);
    configuration.rules = read_rules(root);
    for (const Section& entry : root.at("schedules").children()) {
        configuration.schedule_order.emplace_back(entry.key());
    }
    configuration.paging = read_paging(root);
    configuration.watchdog = read_watchdog(root);
    configuration.emoji = read_emoji(root);
    configuration.retention = read_retention(root);
    configuration.log = read_log(root);
    configuration.alerts = read_alerts(root);
    configuration.trackers = read_trackers(root);
    configuration.post_mortems = read_post_mortems(root);
    configuration.status_page = read_status_page(root);
    configuration.runbooks = root.path("runbooks");
    configuration.templates = root.path("templates");
    return configuration;
}

// Findings name entries as they are called, and that may be anything.
void put_in_one_line(std::string& text) {
    std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
}

void put_in_order(std::vector<Finding>& findings, const std::filesystem::path& file) {
    for (Finding& finding : findings) {
        finding.file = file.string();
        for (auto* part : {&finding.what, &finding.why, &finding.fix}) put_in_one_line(*part);
    }
    std::ranges::sort(findings, [](const Finding& a, const Finding& b) {
        return std::tie(a.weight, a.line, a.column, a.what) < std::tie(b.weight, b.line, b.column, b.what);
    });
    if (findings.size() <= most_findings) return;
    const std::size_t more = findings.size() - most_findings;
    findings.resize(most_findings);
    findings.back().fix += fmt::format(" ({} more findings are not shown)", more);
}

Loaded unreadable(const std::filesystem::path& file, std::string why, std::string fix) {
    Loaded loaded;
    loaded.findings.push_back(
        error_at({}, "the configuration cannot be read", std::move(why), std::move(fix)));
    put_in_order(loaded.findings, file);
    return loaded;
}

}  // namespace

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

bool Loaded::ok() const {
    return !has_errors(findings);
}

Loaded load_text(std::string_view text, const std::filesystem::path& file, const Environment& environment,
                 Needs needs) {
    if (text.size() > largest_file_bytes) {
        return unreadable(file, "it is larger than 1 MiB", "name the right file");
    }
    Loaded loaded;
    Node document = read_document(text, loaded.findings);
    if (!document.is_map()) {
        put_in_order(loaded.findings, file);
        return loaded;
    }
    expand(document, environment);
    let_environment_win(document, environment);
    check_shape(document, configuration_shape(), names_in(document), needs, loaded.findings);
    const auto folder =
        file.empty() ? std::filesystem::current_path() : std::filesystem::absolute(file).parent_path();
    const Surroundings around{folder, loaded.findings};
    const Section root(&document, around);
    loaded.configuration = read_configuration(root, file);
    loaded.configuration.fingerprint = fingerprint_of(document);
    locate_conditions(text, loaded.configuration.alerts.rules);
    const Document checked{root, loaded.configuration, loaded.findings};
    check_system(checked, needs);
    check_providers(checked);
    check_schedules(checked);
    if (needs.coverage_from) check_coverage(checked, *needs.coverage_from);
    check_reach(checked);
    check_alerts(checked);
    if (needs.also_check)
        std::ranges::move(needs.also_check(loaded.configuration), std::back_inserter(loaded.findings));
    put_in_order(loaded.findings, file);
    return loaded;
}

Loaded load_file(const std::filesystem::path& file, const Environment& environment, Needs needs) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) return unreadable(file, "it is a folder", "name a file");
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        const bool exists = std::filesystem::exists(file, error);
        return unreadable(file, exists ? "the file may not be opened" : "there is no such file",
                          exists ? "let the bot's user read it" : "check the name given with --config");
    }
    std::string text(largest_file_bytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return load_text(text, file, environment, needs);
}

Expected<std::filesystem::path> find_file(const std::filesystem::path& given,
                                          const Environment& environment) {
    if (!given.empty()) return given;
    if (const auto named = environment("TOCSIN_CONFIG"); named && !named->empty()) return *named;
    std::error_code error;
    for (const char* place : {"tocsin.yaml", "/etc/tocsin/tocsin.yaml"}) {
        if (std::filesystem::exists(place, error)) return place;
    }
    return fail(
        ErrorKind::not_found,
        "No configuration was found: --config and TOCSIN_CONFIG name none, and neither ./tocsin.yaml nor "
        "/etc/tocsin/tocsin.yaml exists. Name one with --config.");
}

}  // namespace tocsin::config

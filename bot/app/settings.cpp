#include "bot/app/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "bot/app/rule_checks.h"
#include "bot/app/runbook_files.h"
#include "bot/app/webhook_reach.h"

namespace tocsin::app {

namespace {

// Findings say values, a phone number for example, and not everybody who reads the sentence may know them.
// What a key is called that nobody knows is a slip.
std::string why_invalid(const config::Loaded& loaded, const std::filesystem::path& file) {
    const auto errors = std::ranges::count(loaded.findings, config::Weight::error, &config::Finding::weight);
    const auto& first = loaded.findings.front();
    return fmt::format("{} has {}in line {}{}. tocsin check says more.", file.filename().string(),
                       errors == 1 ? "an error " : fmt::format("{} errors, the first ", errors), first.line,
                       first.what.starts_with("unknown key ") ? ": " + first.what : "");
}

}  // namespace

Expected<Found> read_configuration(const Common& common, config::Needs needs) {
    const auto environment = config::process_environment();
    needs.also_check = check_rules_and_runbooks;
    const auto file = config::find_file(common.config, environment);
    if (!file && !common.config.empty()) {
        fmt::print(stderr, "{}\n", file.error().message);
        return std::unexpected(file.error());
    }
    auto loaded =
        file ? config::load_file(*file, environment, needs)
             : config::load_text("", std::filesystem::current_path() / "tocsin.yaml", environment, needs);
    if (!loaded.ok()) {
        print_on_standard_error(loaded.findings);
        fmt::print(
            stderr,
            "The configuration is invalid: its errors stand above, before the warnings. Nothing was done.\n");
        return fail(ErrorKind::invalid, why_invalid(loaded, file.value_or("the default")));
    }
    return Found{std::move(loaded.configuration), file.value_or(std::filesystem::path{}),
                 std::move(loaded.findings)};
}

std::expected<Found, int> find_configuration(const Common& common, config::Needs needs) {
    auto found = read_configuration(common, std::move(needs));
    if (!found) return std::unexpected(configuration_invalid);
    return *std::move(found);
}

std::vector<config::Finding> check_rules_and_runbooks(const config::Configuration& configuration) {
    auto findings = check_alert_rules(configuration);
    for (auto& finding : check_runbook_files(configuration.runbooks)) findings.push_back(std::move(finding));
    for (auto& finding : check_webhooks(configuration)) findings.push_back(std::move(finding));
    return findings;
}

void print_on_standard_error(const std::vector<config::Finding>& findings) {
    // fmt::print would throw where nobody can write: a log that is full must not end the bot.
    for (const auto& line : config::to_lines(findings)) std::fputs((line + "\n").c_str(), stderr);
}

std::string templates_folder(const config::Configuration& configuration) {
    std::error_code not_there;
    const auto& folder = configuration.templates;
    return std::filesystem::is_directory(folder, not_there) ? folder.string() : "";
}

}  // namespace tocsin::app

#include "bot/app/settings.h"

#include <fmt/format.h>

namespace tocsin::app {

std::expected<Found, int> find_configuration(const Common& common, config::Needs needs, Printed printed) {
    const auto environment = config::process_environment();
    const auto file = config::find_file(common.config, environment);
    if (!file && !common.config.empty()) {
        fmt::print(stderr, "{}\n", file.error().message);
        return std::unexpected(configuration_invalid);
    }
    auto loaded =
        file ? config::load_file(*file, environment, needs)
             : config::load_text("", std::filesystem::current_path() / "tocsin.yaml", environment, needs);
    const bool ok = loaded.ok();
    if (printed == Printed::errors)
        std::erase_if(loaded.findings, [](const config::Finding& finding) {
            return finding.weight == config::Weight::warning;
        });
    for (const auto& line : config::to_lines(loaded.findings)) fmt::print(stderr, "{}\n", line);
    if (!ok) return std::unexpected(configuration_invalid);
    return Found{std::move(loaded.configuration), file.value_or(std::filesystem::path{})};
}

std::string templates_folder(const config::Configuration& configuration) {
    std::error_code not_there;
    const auto& folder = configuration.templates;
    return std::filesystem::is_directory(folder, not_there) ? folder.string() : "";
}

}  // namespace tocsin::app

// Reads a configuration file into checked values and says everything that is wrong with it at once. It reads
// the file and the secret files it names; it opens no connection and prints nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/error.h"
#include "bot/config/configuration.h"
#include "bot/config/finding.h"

namespace tocsin::config {

// The value of an environment variable, none when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

struct Needs {
    bool slack_tokens = false;  // `run` does; `check`, `oncall`, `simulate`, `report` and `sandbox` do not
    std::optional<Time> coverage_from = {};  // warn of gaps in the schedules of the 12 months from here
    // Checks of what other folders know, of the configuration as it was read.
    std::function<std::vector<Finding>(const Configuration&)> also_check = {};
};

struct Loaded {
    Configuration configuration;    // only to be used when ok(); wrong values are left at their defaults
    std::vector<Finding> findings;  // errors first, each group in the order of the file

    bool ok() const;
};

inline constexpr std::size_t largest_file_bytes = 1024 * 1024;
inline constexpr std::size_t most_findings = 200;
inline constexpr std::size_t largest_secret_bytes = 64 * 1024;

// `file` names the text in findings, and relative paths are read from its folder. Empty text is a valid
// configuration: Slack only, with the default severities.
Loaded load_text(std::string_view text, const std::filesystem::path& file, const Environment& environment,
                 Needs needs);

// A file that cannot be read is a finding too.
Loaded load_file(const std::filesystem::path& file, const Environment& environment, Needs needs);

// The file to use: `given` (may be empty), else $TOCSIN_CONFIG, ./tocsin.yaml, /etc/tocsin/tocsin.yaml. Error
// not_found names the places that were tried; a file that was asked for by name is not looked for elsewhere.
Expected<std::filesystem::path> find_file(const std::filesystem::path& given, const Environment& environment);

}  // namespace tocsin::config

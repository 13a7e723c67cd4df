// The configuration as a verb needs it: found, read, its findings printed. Nothing is started here.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "bot/app/verbs.h"
#include "bot/config/load.h"

namespace tocsin::app {

struct Found {
    config::Configuration configuration;
    std::filesystem::path file;  // empty: none was found and none was asked for
};

enum class Printed { everything, errors };

// Prints findings on standard error: everything where something is started, else errors alone, for warnings
// are `check`'s. The error is the exit code.
std::expected<Found, int> find_configuration(const Common& common, config::Needs needs,
                                             Printed printed = Printed::everything);

// The folder of texts; empty when none is configured or it is not there, which was a warning.
std::string templates_folder(const config::Configuration& configuration);

}  // namespace tocsin::app

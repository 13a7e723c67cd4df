// The configuration as a verb needs it: found, read, its findings printed. Nothing is started here.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "bot/app/verbs.h"
#include "bot/base/error.h"
#include "bot/config/load.h"

namespace tocsin::app {

struct Found {
    config::Configuration configuration;
    std::filesystem::path file;  // empty: none was found and none was asked for
    std::vector<config::Finding> warnings;
};

// Prints every finding on standard error when one of them is an error. The error is a sentence for whoever
// does not read that: how many there are, and which is the first. It holds no value of the file.
Expected<Found> read_configuration(const Common& common, config::Needs needs);

// The same for verbs: the error is the exit code.
std::expected<Found, int> find_configuration(const Common& common, config::Needs needs);

// What bot/config cannot read: the conditions of alert rules, the files of runbooks, where webhooks lead.
std::vector<config::Finding> check_rules_and_runbooks(const config::Configuration& configuration);

void print_on_standard_error(const std::vector<config::Finding>& findings);

// The folder of texts; empty when none is configured or it is not there, which was a warning.
std::string templates_folder(const config::Configuration& configuration);

}  // namespace tocsin::app

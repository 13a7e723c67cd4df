// The folder of runbooks, read at the start and at a reload, and what `tocsin check` says of its files.
#pragma once

#include <filesystem>
#include <vector>

#include "bot/config/finding.h"
#include "bot/core/runbook.h"

namespace tocsin::app {

// Every *.md of the folder. One that cannot be read has no runbooks: check_runbook_files says so.
Runbooks read_runbooks(const std::filesystem::path& folder);

// Those of docs/examples/runbooks, as the sandbox has them.
Runbooks example_runbooks();

// Warnings: a part that a runbook has not.
std::vector<config::Finding> check_runbook_files(const std::filesystem::path& folder);

}  // namespace tocsin::app

#include "bot/app/runbook_files.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <system_error>

#include "bot/base/embedded.h"
#include "bot/base/text.h"
#include "templates/runbook_reader.h"

namespace tocsin::app {
namespace {

std::string beginning_of(const std::filesystem::path& file) {
    std::string text(templates::longest_runbook, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace

Runbooks read_runbooks(const std::filesystem::path& folder) {
    Runbooks runbooks;
    std::error_code unreadable;
    std::filesystem::directory_iterator files(folder, unreadable);
    for (; !unreadable && files != std::filesystem::directory_iterator(); files.increment(unreadable)) {
        if (files->path().extension() != ".md") continue;
        const auto name = files->path().stem().string();
        runbooks[name] = templates::read_runbook(name, beginning_of(files->path()));
    }
    return runbooks;
}

Runbooks example_runbooks() {
    Runbooks runbooks;
    for (const auto& file : runbook_files()) {
        const auto name = std::filesystem::path(file.name).stem().string();
        runbooks[name] = templates::read_runbook(name, file.content);
    }
    return runbooks;
}

std::vector<config::Finding> check_runbook_files(const std::filesystem::path& folder) {
    std::vector<config::Finding> findings;
    for (const auto& [name, runbook] : read_runbooks(folder)) {
        std::vector<std::string> missing;
        for (const auto part : templates::missing_parts(runbook))
            missing.push_back(fmt::format("## {}", part));
        if (missing.empty()) continue;
        findings.push_back(config::warning_at({},
                                              fmt::format("runbook {}.md lacks {}", name, join_and(missing)),
                                              "whoever is woken looks for it there", "write that part"));
    }
    return findings;
}

}  // namespace tocsin::app

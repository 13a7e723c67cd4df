// How the tests of the configuration load texts: with an environment of their own, and findings as lines.
// No assertions are made here.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/config/load.h"

namespace tocsin::config {

using Variables = std::map<std::string, std::string>;

inline Environment environment_of(Variables variables) {
    return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

inline Loaded load(std::string_view text, Variables variables = {}, Needs needs = {}) {
    return load_text(text, "t.yaml", environment_of(std::move(variables)), needs);
}

inline std::vector<std::string> lines(const Loaded& loaded, Weight weight) {
    std::vector<std::string> all;
    for (const Finding& finding : loaded.findings) {
        if (finding.weight == weight) all.push_back(to_line(finding));
    }
    return all;
}

inline std::vector<std::string> errors_in(std::string_view text, Variables variables = {}, Needs needs = {}) {
    return lines(load(text, std::move(variables), needs), Weight::error);
}

inline std::vector<std::string> warnings_in(std::string_view text, Variables variables = {}) {
    return lines(load(text, std::move(variables)), Weight::warning);
}

inline bool any_has(const std::vector<std::string>& all, std::string_view part) {
    for (const std::string& line : all) {
        if (line.find(part) != std::string::npos) return true;
    }
    return false;
}

inline const std::string people =
    "people:\n  dana: {slack: U0DANA, phone: \"+12025550101\", email: d@example.com}\n"
    "  lee: {slack: U0LEE, phone: \"+12025550102\", email: l@example.com}\n";

inline const std::string team =
    people +
    "schedules: {primary: {layers: [{start: 2025-01-06T09:00, members: [dana, lee]}]}}\n"
    "teams: {web: {primary: schedule:primary, backup: person:lee, manager: person:dana}}\n";

}  // namespace tocsin::config

// What to do about a known kind of trouble, as a Markdown file of four parts: Detection, Investigation Steps,
// Common Causes & Fixes, Escalation. Reading the file is templates/runbook_reader.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"
#include "bot/core/step_list.h"

namespace tocsin {

struct RunbookPart {
    std::string heading;   // Investigation Steps
    std::string markdown;  // without the heading
    bool operator==(const RunbookPart&) const = default;
};

struct Runbook {
    std::string name;                    // of its file, without .md: api-down
    std::string title;                   // API Down; never empty
    std::vector<RunbookPart> parts;      // in the file's order
    std::vector<std::string> steps;      // of the investigation: the first line of each, plain words
    std::vector<RunbookLimit> limits{};  // of the escalation, the earliest first
    bool operator==(const Runbook&) const = default;
};

using Runbooks = std::map<std::string, Runbook, std::less<>>;  // by name

struct RunbookUse {  // when its steps were posted last
    struct Posted {
        Time at;
        std::string incident;  // INC-42
        bool operator==(const Posted&) const = default;
    };
    std::optional<Posted> used;    // in an incident
    std::optional<Posted> tested;  // in a drill
    bool operator==(const RunbookUse&) const = default;
};

// By name or title, in any case; nullptr: there is none.
const Runbook* find_runbook(const Runbooks& runbooks, std::string_view name);

}  // namespace tocsin

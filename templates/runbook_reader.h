// A runbook out of its Markdown file.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/runbook.h"

namespace tocsin::templates {

inline constexpr std::array<std::string_view, 4> runbook_parts{"Detection", "Investigation Steps",
                                                               "Common Causes & Fixes", "Escalation"};
inline constexpr std::size_t longest_runbook = 256 * 1024;  // bytes; what comes after is not read

// The title is that of the first heading, without "Runbook:", else the name. Parts are what stands under
// headings of the second level. Steps are the numbered ones of the investigation, limits
// what the escalation says of time.
Runbook read_runbook(std::string_view name, std::string_view markdown);

// Of the four parts, those that it has not, or that are empty.
std::vector<std::string_view> missing_parts(const Runbook& runbook);

}  // namespace tocsin::templates

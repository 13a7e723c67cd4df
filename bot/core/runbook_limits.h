// How long a runbook waits for a resolution, out of the words of its Escalation part: "If not resolved in 30
// minutes, escalate to CTO."
#pragma once

#include <string_view>
#include <vector>

#include "bot/core/step_list.h"

namespace tocsin {

inline constexpr std::size_t most_runbook_limits = 5;
inline constexpr Duration longest_runbook_limit = std::chrono::days{7};

// A sentence counts that says "not resolved", "in", "within" or "after" so many minutes or hours, and
// "escalate to" somebody, in whatever order. The earliest first; none: nothing of it can be read.
std::vector<RunbookLimit> limits_in(std::string_view markdown);

}  // namespace tocsin

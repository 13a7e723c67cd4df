// How good each alert rule is: how often it fired in a month, and what the incidents that it opened turned
// out to be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bot/core/page_verdict.h"

namespace tocsin {

// As the store counts them: firings have no verdict yet, incidents may have one.
struct RuleCount {
    std::string rule;  // empty: of alerts that no rule decided about
    std::int64_t fired = 0;
    std::int64_t incidents = 0;
    std::optional<PageVerdict> verdict{};  // of these incidents
    bool operator==(const RuleCount&) const = default;
};

struct RuleReport {
    std::string rule;
    std::int64_t alerts = 0;  // times that one began
    std::int64_t incidents = 0;
    std::int64_t real = 0;
    std::int64_t false_alarms = 0;
    std::int64_t not_actionable = 0;
    std::int64_t duplicates = 0;

    std::optional<double> false_positive_rate() const;  // 0 to 1; none: nothing fired
    bool operator==(const RuleReport&) const = default;
};

// One for each rule, the one with the most false alarms first.
std::vector<RuleReport> rule_reports(std::span<const RuleCount> counts);

}  // namespace tocsin

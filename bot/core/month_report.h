// What a month's incidents say about an organisation (contract.md section 4): how many there were, how soon
// they were noticed, answered and ended, and which goals that meets. Pure; where the incidents come from, and
// the words, are others'.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/rule_report.h"
#include "bot/core/tally.h"
#include "bot/core/zone.h"

namespace tocsin {

struct AlertCounts {
    std::int64_t total = 0;
    std::int64_t false_alarms = 0;
    bool operator==(const AlertCounts&) const = default;
};

struct LastIncident {
    IncidentNumber number;  // 0: it has none
    Time detected;
    bool operator==(const LastIncident&) const = default;
};

// What was learned from the month's incidents, as it stands now.
struct LearningCounts {
    std::int64_t actions = 0;  // items, and those of them that are not done
    std::int64_t open_actions = 0;
    std::int64_t post_mortems_due = 0;  // published, or their time is over
    std::int64_t post_mortems_on_time = 0;
    bool operator==(const LearningCounts&) const = default;
};

// What is counted in a month, wherever it is kept.
struct MonthFacts {
    Tally tally;
    AlertCounts alerts;
    std::optional<LastIncident> last_before;  // the newest that counts and was detected before the month
    std::vector<RuleCount> rules;
    std::optional<LearningCounts> learning;  // none: not known
};

// None: there is nothing to judge.
struct TargetsMet {
    std::optional<bool> mtbf, mttd, mtta, mttr_sev1, false_positive_rate;
    bool operator==(const TargetsMet&) const = default;
};

struct MonthReport {
    std::chrono::year_month month;
    std::string timezone;
    std::int64_t incidents = 0;
    std::map<Severity, std::int64_t> by_severity;  // that occurred
    std::optional<double> mtbf_hours;              // of a month of 720 hours
    std::optional<double> mtbf_calendar_hours;     // of the month's real hours in its zone
    std::optional<double> mttd_min, mtta_min, mttr_min;
    std::map<Severity, std::optional<double>> mttr_by_severity_min;  // of those that occurred
    AlertCounts alerts;
    std::optional<double> false_positive_rate;  // 0 to 1
    std::int64_t updates_due = 0;
    std::int64_t updates_on_time = 0;
    TargetsMet targets_met;
    std::optional<LastIncident> last_before;
    std::vector<RuleReport> rules;
    std::optional<LearningCounts> learning;  // none: not known
};

// The goals; a value has to be better than its goal.
inline constexpr double mtbf_goal_hours = 720;
inline constexpr double mttd_goal_min = 5;
inline constexpr double mtta_goal_min = 5;
inline constexpr double mttr_goal_min = 30;  // of SEV 1
inline constexpr double false_positive_goal = 0.1;

TimeSpan span_of(std::chrono::year_month month, const Zone& zone);

// `timezone` is the name of `zone`, by whose clocks the month begins and ends.
MonthReport month_report(std::chrono::year_month month, const std::string& timezone, const Zone& zone,
                         const MonthFacts& facts);
// The months before this one, oldest first; `months` counts this one too.
std::vector<MonthReport> months_before(std::chrono::year_month month, int months, const std::string& timezone,
                                       const Zone& zone,
                                       const std::function<Tally(const TimeSpan&)>& tally_of);
// Of a list: those detected within the month count.
MonthFacts month_facts(const TimeSpan& month, std::span<const MeasuredIncident> incidents,
                       const AlertCounts& alerts);

std::string key_of(std::chrono::year_month month);  // 2025-01
std::optional<std::chrono::year_month> parse_month(std::string_view text);
std::chrono::year_month month_of(Time at, const Zone& zone);

}  // namespace tocsin

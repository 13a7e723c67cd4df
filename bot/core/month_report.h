// What a month's incidents say about an organisation (contract.md section 4): how many there were, how soon
// they were noticed, answered and ended, and which goals that meets. Pure; where the incidents come from, and
// the words, are others'.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/severity.h"
#include "bot/core/zone.h"

namespace tocsin {

struct MeasuredIncident {
    IncidentNumber number;  // 0: not known
    Severity severity{};
    std::optional<Time> started, detected, acknowledged;
    std::optional<Time> resolved;  // for good: of a reopened one the last time
    bool false_alert = false;      // an alert opened it, and it was none
    bool counts = true;            // false: a drill, a false alarm, or merged into another
    int updates_due = 0;           // promises that came due or were kept, and those kept in time
    int updates_on_time = 0;
};

struct AlertCounts {
    std::int64_t total = 0;
    std::int64_t false_alarms = 0;
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
    IncidentNumber
        last;  // when the month has none: the newest before it; 0: there is none, or it has no number
    std::optional<Time> last_detected;
};

// The goals; a value has to be better than its goal.
inline constexpr double mtbf_goal_hours = 720;
inline constexpr double mttd_goal_min = 5;
inline constexpr double mtta_goal_min = 5;
inline constexpr double mttr_goal_min = 30;  // of SEV 1
inline constexpr double false_positive_goal = 0.1;

struct TimeSpan {  // without its end
    Time from, to;
    bool contains(Time at) const { return from <= at && at < to; }
};
TimeSpan span_of(std::chrono::year_month month, const Zone& zone);

// Of those detected in the month by the clocks of `zone`, whose name is `timezone`.
MonthReport month_report(std::chrono::year_month month, const std::string& timezone, const Zone& zone,
                         const std::vector<MeasuredIncident>& incidents, const AlertCounts& alerts);

}  // namespace tocsin

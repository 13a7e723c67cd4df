// The words of the monthly report that its text, its message in Slack and its page have in common
// (interactions.md 10.1): what each number is called, how it reads, and what its goal is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/month_report.h"

namespace tocsin::templates {

// What a report shows besides the month's own numbers.
struct ReportFacts {
    MonthReport report;
    std::vector<MonthReport> history;  // of the months before and this one, oldest first
    std::string action;                // that somebody wrote; empty: what the worst number asks for
};

struct MetricWords {
    std::string_view name;    // MTBF
    std::string line;         // 240 hours (10 days), 18 minutes avg (SEV 2)
    std::string spoken;       // MTBF 240 hours, MTTR 18 minutes (SEV 2)
    std::string row;          // MTTR (SEV 2)
    std::string value;        // 18 minutes
    std::string_view target;  // < 30 minutes
    std::string_view goal;    // 30 minutes
    std::string_view action;  // what to do when it is missed
    std::optional<bool> met;
    std::string_view result;  // Met, Missed
    double excess = 0;        // how many times worse than its goal
};

std::vector<MetricWords> metric_words(const MonthReport& report);

std::string month_name(std::chrono::year_month month);           // January 2025
std::string_view name_of_month(std::chrono::year_month month);   // January
std::string short_name_of_month(std::chrono::year_month month);  // Jan
std::string kinds_of(const MonthReport& report);                 // 2 SEV 2, 1 SEV 3
std::string target_sentence(const std::vector<MetricWords>& metrics);
// That of the worst number; empty: nothing is missed.
std::string_view action_for(const std::vector<MetricWords>& metrics);
std::string action_of(const ReportFacts& facts, const std::vector<MetricWords>& metrics);
std::string no_incidents(const MonthReport& report);

// What the two charts show, in words: for those who cannot see them.
std::string charts_in_words(const std::vector<MonthReport>& history);
// Months of which both times are known: a line cannot have a hole.
std::vector<MonthReport> with_times(const std::vector<MonthReport>& history);

// Of a post-mortem that is owed: "on time, 2025-01-22 14:00 UTC" as it was published, "overdue, …" as it was
// due.
std::string post_mortem_standing(const MeasuredIncident& one, Time now);

std::int64_t rounded(double value);  // half up, as people round

}  // namespace tocsin::templates

#include "templates/report_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bot/base/text.h"
#include "bot/core/local_time.h"

namespace tocsin::templates {
namespace {

std::string counted(std::int64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string days_of(double hours) {
    const auto tenths = rounded(hours / 24 * 10);
    if (tenths % 10 == 0) return counted(tenths / 10, "day");
    return fmt::format("{}.{} days", tenths / 10, tenths % 10);
}

std::string minutes_of(const std::optional<double>& minutes) {
    return minutes ? counted(rounded(*minutes), "minute") : "n/a";
}

double times_worse(const std::optional<double>& value, double goal) {
    return value ? *value / goal : 0.0;
}

std::string_view judged(const std::optional<bool>& met) {
    if (!met) return "n/a";
    return *met ? "Met" : "Missed";
}

MetricWords mtbf_words(const MonthReport& report) {
    MetricWords words;
    words.name = "MTBF";
    words.row = words.name;
    const auto hours = report.mtbf_hours ? counted(rounded(*report.mtbf_hours), "hour") : "n/a";
    words.value = report.mtbf_hours ? fmt::format("{} ({})", hours, days_of(*report.mtbf_hours)) : "n/a";
    words.line = words.value;
    words.spoken = "MTBF " + hours;
    words.target = "> 720 hours (30 days)";
    words.goal = "30 days";
    words.action = "Focus on incident prevention (more testing, gradual rollouts)";
    words.met = report.targets_met.mtbf;
    words.excess = report.mtbf_hours ? mtbf_goal_hours / *report.mtbf_hours : 0.0;
    return words;
}

MetricWords mean_words(std::string_view name, const std::optional<double>& minutes) {
    MetricWords words;
    words.name = name;
    words.row = name;
    words.value = minutes_of(minutes);
    words.line = minutes ? words.value + " avg" : words.value;
    words.spoken = fmt::format("{} {}", name, words.value);
    words.target = "< 5 minutes";
    words.goal = "5 minutes";
    return words;
}

MetricWords mttd_words(const MonthReport& report) {
    auto words = mean_words("MTTD", report.mttd_min);
    words.action = "Focus on detection (more monitors, shorter intervals)";
    words.met = report.targets_met.mttd;
    words.excess = times_worse(report.mttd_min, mttd_goal_min);
    return words;
}

MetricWords mtta_words(const MonthReport& report) {
    auto words = mean_words("MTTA", report.mtta_min);
    words.action = "Focus on answering (phone numbers, test pages, backups)";
    words.met = report.targets_met.mtta;
    words.excess = times_worse(report.mtta_min, mtta_goal_min);
    return words;
}

// Of the most severe kind that occurred. The goal is that of SEV 1: a lesser kind can meet it and not miss
// it.
MetricWords mttr_words(const MonthReport& report) {
    const auto worst = report.mttr_by_severity_min.begin();
    const bool occurred = worst != report.mttr_by_severity_min.end();
    const auto minutes = occurred ? worst->second : std::nullopt;
    auto words = mean_words("MTTR", minutes);
    if (occurred) {
        const auto kind = fmt::format(" ({})", label_of(worst->first));
        words.line += kind;
        words.spoken += kind;
        words.row += kind;
    }
    words.target = "< 30 minutes";
    words.goal = "30 minutes";
    words.action = "Focus on recovery (runbooks, faster rollbacks)";
    words.met = report.targets_met.mttr_sev1;
    const bool sev1 = occurred && worst->first == Severity::sev1;
    words.excess = sev1 ? times_worse(minutes, mttr_goal_min) : 0.0;
    if (!sev1 && minutes) words.result = *minutes < mttr_goal_min ? "Met" : "No target";
    return words;
}

MetricWords false_positive_words(const MonthReport& report) {
    MetricWords words;
    words.name = "False Positives";
    words.row = "False positives";
    words.value = report.false_positive_rate ? fmt::format("{} ({}%)", report.alerts.false_alarms,
                                                           rounded(*report.false_positive_rate * 100))
                                             : "n/a";
    words.line = words.value;
    words.spoken = "false positives " + words.value;
    words.target = "< 10%";
    words.goal = "10%";
    words.action = "Focus on alert quality (rules that woke people for nothing)";
    words.met = report.targets_met.false_positive_rate;
    words.excess = times_worse(report.false_positive_rate, false_positive_goal);
    return words;
}

std::string_view verb_of(std::int64_t from, std::int64_t to) {
    return to < from ? "fell" : to > from ? "rose" : "stayed";
}

std::string incidents_in_words(const MonthReport& first, const MonthReport& last) {
    const auto verb = verb_of(first.incidents, last.incidents);
    if (verb == "stayed") return fmt::format("stayed at {}", last.incidents);
    return fmt::format("{} from {} in {} to {} in {}", verb, first.incidents, name_of_month(first.month),
                       last.incidents, name_of_month(last.month));
}

// "fell from 6 to 2 minutes"; without the verb where it is the one that was said before.
std::string time_in_words(std::int64_t from, std::int64_t to, std::string_view said_before) {
    const auto verb = verb_of(from, to);
    if (verb == "stayed") return fmt::format("stayed at {} minutes", to);
    return fmt::format("{}{}from {} to {} minutes", verb == said_before ? "" : verb,
                       verb == said_before ? "" : " ", from, to);
}

}  // namespace

std::int64_t rounded(double value) {
    return static_cast<std::int64_t>(std::floor(value + 0.5));
}

std::vector<MetricWords> metric_words(const MonthReport& report) {
    std::vector<MetricWords> all{mtbf_words(report), mttd_words(report), mtta_words(report),
                                 mttr_words(report), false_positive_words(report)};
    for (auto& words : all) {
        if (words.result.empty()) words.result = judged(words.met);
    }
    return all;
}

std::string_view name_of_month(std::chrono::year_month month) {
    constexpr std::array<std::string_view, 12> names{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
    return names.at(static_cast<unsigned>(month.month()) - 1);
}

std::string month_name(std::chrono::year_month month) {
    return fmt::format("{} {}", name_of_month(month), static_cast<int>(month.year()));
}

std::string short_name_of_month(std::chrono::year_month month) {
    return std::string(name_of_month(month).substr(0, 3));
}

std::string kinds_of(const MonthReport& report) {
    std::vector<std::string> kinds;
    for (const auto& [severity, count] : report.by_severity)
        kinds.push_back(fmt::format("{} {}", count, label_of(severity)));
    return join(kinds, ", ");
}

std::string target_sentence(const std::vector<MetricWords>& metrics) {
    std::vector<std::string> missed, met;
    for (const auto& metric : metrics) {
        if (!metric.met) continue;
        if (*metric.met) {
            met.emplace_back(metric.name);
        } else {
            missed.push_back(fmt::format("{} (goal: {})", metric.name, metric.goal));
        }
    }
    if (missed.empty()) return "All metrics within targets";
    if (missed.size() <= met.size()) return "All metrics within targets except " + join_and(missed);
    return fmt::format("Missed: {}. Met: {}", join(missed, ", "), met.empty() ? "none" : join(met, ", "));
}

std::string_view action_for(const std::vector<MetricWords>& metrics) {
    const MetricWords* worst = nullptr;
    for (const auto& metric : metrics) {
        if (metric.met.value_or(true)) continue;
        if (worst == nullptr || metric.excess > worst->excess) worst = &metric;
    }
    return worst == nullptr ? std::string_view() : worst->action;
}

std::string action_of(const ReportFacts& facts, const std::vector<MetricWords>& metrics) {
    return facts.action.empty() ? std::string(action_for(metrics)) : facts.action;
}

std::string no_incidents(const MonthReport& report) {
    auto text = fmt::format("No incidents in {}.", month_name(report.month));
    if (!report.last_before) return text;
    const auto date = local_words(report.last_before->detected, report.timezone).date;
    const auto number = report.last_before->number.value();
    return text + (number > 0 ? fmt::format(" Last one: INC-{} on {}.", number, date)
                              : fmt::format(" Last one: {}.", date));
}

std::string post_mortem_standing(const MeasuredIncident& one, Time now) {
    if (!one.post_mortem_due) return "";
    const auto& published = one.post_mortem_published;
    const bool late = published.value_or(now) > *one.post_mortem_due;
    if (published) return fmt::format("{}, {}", late ? "late" : "on time", format_utc(*published));
    return fmt::format("{}, {}", late ? "overdue" : "not due yet", format_utc(*one.post_mortem_due));
}

std::vector<MonthReport> with_times(const std::vector<MonthReport>& history) {
    auto known = history;
    std::erase_if(known, [](const MonthReport& month) { return !month.mtta_min || !month.mttr_min; });
    return known;
}

std::string charts_in_words(const std::vector<MonthReport>& history) {
    if (history.empty()) return "";
    const auto words = fmt::format("Two charts. Incidents per month {}.",
                                   incidents_in_words(history.front(), history.back()));
    const auto known = with_times(history);
    if (known.empty()) return words + " Times to acknowledge and to resolve are not known.";
    const auto& from = known.front();
    const auto& to = known.back();
    const auto acknowledge = std::pair(rounded(*from.mtta_min), rounded(*to.mtta_min));
    const auto when = known.size() == history.size()
                          ? std::string("over the same months")
                          : fmt::format("from {} to {}", name_of_month(from.month), name_of_month(to.month));
    return fmt::format("{} Time to acknowledge {} and time to resolve {} {}.", words,
                       time_in_words(acknowledge.first, acknowledge.second, ""),
                       time_in_words(rounded(*from.mttr_min), rounded(*to.mttr_min),
                                     verb_of(acknowledge.first, acknowledge.second)),
                       when);
}

}  // namespace tocsin::templates

#include "bot/core/rule_report.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tocsin {
namespace {

void judge(RuleReport& report, const RuleCount& count) {
    switch (*count.verdict) {
        case PageVerdict::real:
            report.real += count.incidents;
            return;
        case PageVerdict::false_alarm:
            report.false_alarms += count.incidents;
            return;
        case PageVerdict::not_actionable:
            report.not_actionable += count.incidents;
            return;
        case PageVerdict::duplicate:
            report.duplicates += count.incidents;
            return;
    }
}

}  // namespace

// An alert that had to hold into the next month has its incident there and not its firing.
std::optional<double> RuleReport::false_positive_rate() const {
    if (alerts == 0) return std::nullopt;
    return std::min(static_cast<double>(false_alarms) / static_cast<double>(alerts), 1.0);
}

std::vector<RuleReport> rule_reports(std::span<const RuleCount> counts) {
    std::map<std::string, RuleReport> by_rule;
    for (const auto& count : counts) {
        auto& report = by_rule[count.rule];
        report.rule = count.rule;
        report.alerts += count.fired;
        report.incidents += count.incidents;
        if (count.verdict) judge(report, count);
    }
    std::vector<RuleReport> reports;
    for (auto& [rule, report] : by_rule) reports.push_back(std::move(report));
    std::ranges::sort(reports, std::ranges::greater{}, [](const RuleReport& report) {
        return std::tuple(report.false_alarms, report.not_actionable, report.alerts, report.rule);
    });
    return reports;
}

}  // namespace tocsin

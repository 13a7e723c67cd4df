#include "bot/core/month_report.h"

#include <fmt/format.h>

#include <charconv>

namespace tocsin {
namespace {

double hours(Duration duration) {
    return std::chrono::duration<double, std::ratio<3600>>(duration).count();
}

std::optional<bool> below(const std::optional<double>& value, double goal) {
    return value ? std::optional(*value < goal) : std::nullopt;
}

TargetsMet targets_of(const MonthReport& report) {
    TargetsMet met;
    met.mtbf = !report.mtbf_hours || *report.mtbf_hours > mtbf_goal_hours;
    met.mttd = below(report.mttd_min, mttd_goal_min);
    met.mtta = below(report.mtta_min, mtta_goal_min);
    const auto sev1 = report.mttr_by_severity_min.find(Severity::sev1);
    if (sev1 != report.mttr_by_severity_min.end()) met.mttr_sev1 = below(sev1->second, mttr_goal_min);
    met.false_positive_rate = below(report.false_positive_rate, false_positive_goal);
    return met;
}

}  // namespace

TimeSpan span_of(std::chrono::year_month month, const Zone& zone) {
    return {zone.first(WallDay{month / 1}), zone.first(WallDay{(month + std::chrono::months{1}) / 1})};
}

MonthReport month_report(std::chrono::year_month month, const std::string& timezone, const Zone& zone,
                         const MonthFacts& facts) {
    MonthReport report;
    report.month = month;
    report.timezone = timezone;
    report.alerts = facts.alerts;
    report.last_before = facts.last_before;
    report.learning = facts.learning;
    report.rules = rule_reports(facts.rules);
    SeverityTally all;
    for (const auto& [severity, sums] : facts.tally) {
        all += sums;
        report.by_severity[severity] = sums.incidents;
        report.mttr_by_severity_min[severity] = sums.resolution.mean_minutes();
    }
    report.incidents = all.incidents;
    report.updates_due = all.updates_due;
    report.updates_on_time = all.updates_on_time;
    if (report.incidents > 0) {
        const auto count = static_cast<double>(report.incidents);
        const auto [begin, end] = span_of(month, zone);
        report.mtbf_hours = mtbf_goal_hours / count;
        report.mtbf_calendar_hours = hours(end - begin) / count;
    }
    report.mttd_min = all.detection.mean_minutes();
    report.mtta_min = all.acknowledgment.mean_minutes();
    report.mttr_min = all.resolution.mean_minutes();
    if (facts.alerts.total > 0) {
        report.false_positive_rate =
            static_cast<double>(facts.alerts.false_alarms) / static_cast<double>(facts.alerts.total);
    }
    report.targets_met = targets_of(report);
    return report;
}

std::vector<MonthReport> months_before(std::chrono::year_month month, int months, const std::string& timezone,
                                       const Zone& zone,
                                       const std::function<Tally(const TimeSpan&)>& tally_of) {
    std::vector<MonthReport> reports;
    for (int back = months - 1; back > 0; --back) {
        const auto earlier = month - std::chrono::months{back};
        MonthFacts facts;
        facts.tally = tally_of(span_of(earlier, zone));
        reports.push_back(month_report(earlier, timezone, zone, facts));
    }
    return reports;
}

MonthFacts month_facts(const TimeSpan& month, std::span<const MeasuredIncident> incidents,
                       const AlertCounts& alerts) {
    MonthFacts facts;
    facts.tally = tally(incidents, month);
    facts.alerts = alerts;
    for (const auto& incident : incidents) {
        if (!incident.counts || !incident.detected || *incident.detected >= month.from) continue;
        if (facts.last_before && facts.last_before->detected > *incident.detected) continue;
        facts.last_before = LastIncident{incident.number, *incident.detected};
    }
    return facts;
}

std::string key_of(std::chrono::year_month month) {
    return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::optional<std::chrono::year_month> parse_month(std::string_view text) {
    constexpr std::size_t dash = 4, length = 7;
    if (text.size() != length || text[dash] != '-') return std::nullopt;
    int year = 0;
    unsigned month = 0;
    const auto digits = [](std::string_view part, auto& number) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (!digits(text.substr(0, dash), year) || !digits(text.substr(dash + 1), month)) return std::nullopt;
    const std::chrono::year_month read{std::chrono::year{year}, std::chrono::month{month}};
    return read.ok() && year > 0 ? std::optional{read} : std::nullopt;
}

std::chrono::year_month month_of(Time at, const Zone& zone) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(zone.wall(at))};
    return day.year() / day.month();
}

}  // namespace tocsin

#include "bot/core/month_report.h"

#include <algorithm>

namespace tocsin {
namespace {

double minutes(Duration duration) {
    return std::chrono::duration<double, std::ratio<60>>(duration).count();
}

// Of what is known; clocks that disagree cannot make a time negative.
class Mean {
  public:
    void add(const std::optional<Time>& from, const std::optional<Time>& to) {
        if (!from || !to) return;
        sum_ += std::max(minutes(*to - *from), 0.0);
        ++count_;
    }
    std::optional<double> value() const {
        return count_ == 0 ? std::nullopt : std::optional(sum_ / static_cast<double>(count_));
    }

  private:
    double sum_ = 0;
    std::int64_t count_ = 0;
};

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
                         const std::vector<MeasuredIncident>& incidents, const AlertCounts& alerts) {
    MonthReport report;
    report.month = month;
    report.timezone = timezone;
    report.alerts = alerts;
    const auto [begin, end] = span_of(month, zone);
    Mean detection, acknowledgment, resolution;
    std::map<Severity, Mean> by_severity;
    for (const auto& incident : incidents) {
        if (!incident.counts || !incident.detected || *incident.detected >= end) continue;
        if (*incident.detected < begin) {
            if (report.last_detected && *report.last_detected > *incident.detected) continue;
            report.last_detected = incident.detected;
            report.last = incident.number;
            continue;
        }
        ++report.incidents;
        ++report.by_severity[incident.severity];
        detection.add(incident.started, incident.detected);
        acknowledgment.add(incident.detected, incident.acknowledged);
        resolution.add(incident.detected, incident.resolved);
        by_severity[incident.severity].add(incident.detected, incident.resolved);
        report.updates_due += incident.updates_due;
        report.updates_on_time += incident.updates_on_time;
    }
    if (report.incidents > 0) {
        const auto count = static_cast<double>(report.incidents);
        report.mtbf_hours = mtbf_goal_hours / count;
        report.mtbf_calendar_hours = minutes(end - begin) / 60 / count;
    }
    report.mttd_min = detection.value();
    report.mtta_min = acknowledgment.value();
    report.mttr_min = resolution.value();
    for (const auto& [severity, mean] : by_severity) report.mttr_by_severity_min[severity] = mean.value();
    if (alerts.total > 0) {
        report.false_positive_rate =
            static_cast<double>(alerts.false_alarms) / static_cast<double>(alerts.total);
    }
    report.targets_met = targets_of(report);
    return report;
}

}  // namespace tocsin

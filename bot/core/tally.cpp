#include "bot/core/tally.h"

#include <algorithm>

namespace tocsin {

void TimeSum::add(const std::optional<Time>& from, const std::optional<Time>& to) {
    if (!from || !to) return;
    sum += std::max(*to - *from, Duration{});
    ++count;
}

TimeSum& TimeSum::operator+=(const TimeSum& other) {
    count += other.count;
    sum += other.sum;
    return *this;
}

std::optional<double> TimeSum::mean_minutes() const {
    if (count == 0) return std::nullopt;
    return std::chrono::duration<double, std::ratio<60>>(sum).count() / static_cast<double>(count);
}

SeverityTally& SeverityTally::operator+=(const SeverityTally& other) {
    incidents += other.incidents;
    detection += other.detection;
    acknowledgment += other.acknowledgment;
    resolution += other.resolution;
    updates_due += other.updates_due;
    updates_on_time += other.updates_on_time;
    return *this;
}

Tally tally(std::span<const MeasuredIncident> incidents, const TimeSpan& span) {
    Tally sums;
    for (const auto& incident : incidents) {
        if (!incident.counts || !incident.detected || !span.contains(*incident.detected)) continue;
        auto& of = sums[incident.severity];
        ++of.incidents;
        of.detection.add(incident.started, incident.detected);
        of.acknowledgment.add(incident.detected, incident.acknowledged);
        of.resolution.add(incident.detected, incident.resolved);
        of.updates_due += incident.updates_due;
        of.updates_on_time += incident.updates_on_time;
    }
    return sums;
}

}  // namespace tocsin

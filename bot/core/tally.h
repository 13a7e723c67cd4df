// Sums from which the means of a report are made. They can be summed in any order and by anybody: here over a
// list, in the store by the database.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "bot/core/measured_incident.h"

namespace tocsin {

struct TimeSpan {  // without its end
    Time from, to;
    bool contains(Time at) const { return from <= at && at < to; }
};

struct TimeSum {  // of what is known
    std::int64_t count = 0;
    Duration sum{};

    // Clocks that disagree cannot make a time negative. What is not known does not count.
    void add(const std::optional<Time>& from, const std::optional<Time>& to);
    TimeSum& operator+=(const TimeSum& other);
    std::optional<double> mean_minutes() const;
    bool operator==(const TimeSum&) const = default;
};

struct SeverityTally {
    std::int64_t incidents = 0;
    TimeSum detection, acknowledgment, resolution;
    std::int64_t updates_due = 0;
    std::int64_t updates_on_time = 0;

    SeverityTally& operator+=(const SeverityTally& other);
    bool operator==(const SeverityTally&) const = default;
};

using Tally = std::map<Severity, SeverityTally>;  // that occurred

// Of those that count and were detected within the span.
Tally tally(std::span<const MeasuredIncident> incidents, const TimeSpan& span);

}  // namespace tocsin

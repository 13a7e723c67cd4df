// How the components of the status page were and are, computed from what was published about them. Nothing is
// measured here: the page says what people said.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bot/core/public_notice.h"

namespace tocsin {

inline constexpr int bar_days = 90;

// The worst that any notice says of it at that time.
ComponentState state_of(const std::string& component, std::span<const PublicNotice> notices, Time at);

struct ComponentDay {
    Time day;  // its midnight, UTC
    ComponentState worst{};
    Duration down{};  // in a partial or major outage
    bool operator==(const ComponentDay&) const = default;
};

// The last `bar_days` days with today, oldest first.
std::vector<ComponentDay> days_of(const std::string& component, std::span<const PublicNotice> notices,
                                  Time now);
double uptime_percent(const std::vector<ComponentDay>& days, Time now);  // of those days, up to now

// When what the page shows changes by itself: midnight, or a maintenance begins or ends.
Time next_turn(std::span<const PublicNotice> notices, Time now);

}  // namespace tocsin

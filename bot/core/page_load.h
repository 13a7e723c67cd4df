// How much each person is woken: their pages of a month by the hour of their own clock. One page is one call
// for a person at one moment, by however many means at once.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "bot/base/time.h"
#include "bot/core/zone.h"

namespace tocsin {

// From 22:00 to 07:00 people sleep.
constexpr bool is_night_hour(int hour) {
    return hour >= 22 || hour < 7;
}

int hour_of(Time at, const Zone& zone);  // 0 to 23, of the wall clock

struct PageCount {       // as the store counts them
    std::string person;  // of the configuration, else a Slack user
    Time quarter;        // the quarter of an hour they were ordered in: no zone's hour begins within one
    std::int64_t pages = 0;
    bool operator==(const PageCount&) const = default;
};

struct PageLoad {
    std::string person;
    std::int64_t pages = 0;
    std::int64_t at_night = 0;
    std::array<std::int64_t, 24> by_hour{};
    bool operator==(const PageLoad&) const = default;
};

// The most paged person first. `zone_of` is asked once for each.
std::vector<PageLoad> page_loads(std::span<const PageCount> counts,
                                 const std::function<Zone(const std::string& person)>& zone_of);

}  // namespace tocsin

#include "bot/core/windows.h"

#include <algorithm>

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr days one_week{7};
constexpr days one_day{1};

bool is_weekly(const Restriction& restriction) {
    return restriction.from_day != 0;
}

bool opens_on(const Restriction& restriction, WallDay day) {
    if (is_weekly(restriction)) return iso_weekday(day) == restriction.from_day;
    return restriction.days.empty() ||
           std::ranges::find(restriction.days, iso_weekday(day)) != restriction.days.end();
}

WallTime closing(const Restriction& restriction, WallDay opened) {
    auto day = opened;
    if (is_weekly(restriction)) day += days{(restriction.to_day - restriction.from_day + 7) % 7};
    const bool later = day > opened || restriction.to_minute > restriction.from_minute;
    if (!later) day += is_weekly(restriction) ? one_week : one_day;
    return day + minutes{restriction.to_minute};
}

Time opens(const Restriction& restriction, const Zone& zone, WallDay day) {
    return zone.first(day + minutes{restriction.from_minute});
}
Time closes(const Restriction& restriction, const Zone& zone, WallDay day) {
    return zone.last(closing(restriction, day));
}

// Days before today's on which a window that is still open may have opened: one day more than it lasts, for
// clocks that go back over midnight.
days reach(const Restriction& restriction) {
    return (is_weekly(restriction) ? one_week : one_day) + one_day;
}

}  // namespace

bool is_inside(const std::vector<Restriction>& restrictions, const Zone& zone, Time at) {
    if (restrictions.empty()) return true;
    const auto today = std::chrono::floor<days>(zone.wall(at));
    return std::ranges::any_of(restrictions, [&](const Restriction& restriction) {
        for (auto day = today + one_day; day >= today - reach(restriction); day -= one_day) {
            if (opens_on(restriction, day) && opens(restriction, zone, day) <= at &&
                at < closes(restriction, zone, day)) {
                return true;
            }
        }
        return false;
    });
}

Time next_edge(const std::vector<Restriction>& restrictions, const Zone& zone, Time at) {
    auto next = Time::max();
    const auto today = std::chrono::floor<days>(zone.wall(at));
    for (const auto& restriction : restrictions) {
        for (auto day = today - reach(restriction); day <= today + one_week + one_day; day += one_day) {
            if (!opens_on(restriction, day)) continue;
            const auto open = opens(restriction, zone, day);
            const auto close = closes(restriction, zone, day);
            if (open >= next) break;  // later days bring nothing sooner
            if (open > at) next = std::min(next, open);
            if (close > at) next = std::min(next, close);
        }
    }
    return next;
}

}  // namespace tocsin

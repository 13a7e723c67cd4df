#include "bot/core/rota_load.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "bot/core/page_load.h"

namespace tocsin {
namespace {

using std::chrono::days;

constexpr Duration piece = 15min;  // no zone's hour begins within one

// Shifts that touch or overlap are one, in order.
std::vector<TimeSpan> united(std::vector<TimeSpan> spans) {
    std::ranges::sort(spans, {}, [](const TimeSpan& span) { return std::pair(span.from, span.to); });
    std::vector<TimeSpan> whole;
    for (const auto& span : spans) {
        if (whole.empty() || whole.back().to < span.from) {
            whole.push_back(span);
        } else {
            whole.back().to = std::max(whole.back().to, span.to);
        }
    }
    return whole;
}

struct Days {
    std::set<WallDay> nights, weekend_days, holidays;
};

void look_at(Time at, const Zone& zone, const std::set<WallDay>& known_holidays, Days& found) {
    const auto wall = zone.wall(at);
    const auto day = std::chrono::floor<days>(wall);
    // The night that begins in the evening and ends in the morning is one.
    if (is_night_hour(hour_of(at, zone))) found.nights.insert(std::chrono::floor<days>(wall - 12h));
    if (iso_weekday(day) >= 6) found.weekend_days.insert(day);
    if (known_holidays.contains(day)) found.holidays.insert(day);
}

}  // namespace

std::vector<RotaLoad> rota_loads(std::span<const Shift> shifts, const TimeSpan& span,
                                 std::span<const std::chrono::year_month_day> holidays,
                                 const std::function<Zone(const PersonId& person)>& zone_of) {
    std::set<WallDay> known_holidays;
    for (const auto& day : holidays) known_holidays.insert(WallDay{day});
    std::map<PersonId, std::vector<TimeSpan>> duties;
    for (const auto& shift : shifts) {
        const TimeSpan inside{std::max(shift.start, span.from), std::min(shift.end, span.to)};
        if (inside.from < inside.to) duties[shift.person].push_back(inside);
    }
    std::vector<RotaLoad> loads;
    for (auto& [person, spans] : duties) {
        RotaLoad load{.person = person};
        const auto zone = zone_of(person);
        Days found;
        for (const auto& duty : united(std::move(spans))) {
            load.on_call += duty.to - duty.from;
            for (auto at = duty.from; at < duty.to;) {
                look_at(at, zone, known_holidays, found);
                at += piece - at.time_since_epoch() % piece;  // to the next quarter of an hour
            }
        }
        load.nights = static_cast<int>(found.nights.size());
        load.weekend_days = static_cast<int>(found.weekend_days.size());
        load.holidays = static_cast<int>(found.holidays.size());
        loads.push_back(std::move(load));
    }
    std::ranges::sort(loads, [](const RotaLoad& a, const RotaLoad& b) {
        return std::tuple(b.on_call, a.person) < std::tuple(a.on_call, b.person);
    });
    return loads;
}

}  // namespace tocsin

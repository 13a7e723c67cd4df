#include "bot/core/report_day.h"

#include <algorithm>

namespace tocsin {
namespace {

constexpr auto morning = std::chrono::hours{9};
constexpr int most_days = 62;  // looked through for a business day

bool is_business_day(WallDay day, const BusinessHours& hours) {
    const std::chrono::year_month_day date{day};
    return std::ranges::find(hours.days, iso_weekday(day)) != hours.days.end() &&
           std::ranges::find(hours.holidays, date) == hours.holidays.end();
}

}  // namespace

ReportTimes report_times(std::chrono::year_month month, const BusinessHours& hours, const Zone& zone) {
    const WallDay first{(month + std::chrono::months{1}) / 1};
    auto day = first;
    for (int i = 0; i < most_days && !is_business_day(day, hours); ++i) day += std::chrono::days{1};
    if (!is_business_day(day, hours)) day = first;  // nobody ever works: it is posted all the same
    return {zone.first(day - std::chrono::days{1} + morning), zone.first(day + morning)};
}

Zone morning_zone(const Rules& rules) {
    const auto* team = rules.team_of({});
    if (team != nullptr && team->primary.kind == Target::Kind::schedule) {
        const auto schedule = rules.schedules.find(ScheduleId(team->primary.id));
        if (schedule != rules.schedules.end()) return Zone::load_or_utc(schedule->second.timezone);
    }
    return Zone::load_or_utc(rules.timezone);
}

}  // namespace tocsin

#include "bot/core/local_time.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr int max_days_ahead = 400;  // a calendar of holidays longer than a year means: never open

std::optional<absl::TimeZone> zone_of(std::string_view name) {
    absl::TimeZone zone;
    if (name.empty() || !absl::LoadTimeZone(std::string(name), &zone)) return std::nullopt;
    return zone;
}

absl::TimeZone zone_or_utc(std::string_view name) {
    return zone_of(name).value_or(absl::UTCTimeZone());
}

Time from_absl(absl::Time at) {
    return Time{Duration{absl::ToUnixMicros(at)}};
}
absl::Time to_absl(Time at) {
    return absl::FromUnixMicros(at.time_since_epoch().count());
}

// The first instant at which the zone's clock shows this time, or the jump when it skips it.
Time reached(const absl::TimeZone& zone, absl::CivilSecond wall) {
    const auto info = zone.At(wall);
    return from_absl(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre);
}

int iso_weekday(absl::CivilDay day) {
    return static_cast<int>(absl::GetWeekday(day)) + 1;
}

bool is_holiday(const BusinessHours& hours, absl::CivilDay day) {
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(day.year())},
                                           std::chrono::month{static_cast<unsigned>(day.month())},
                                           std::chrono::day{static_cast<unsigned>(day.day())}};
    return std::ranges::find(hours.holidays, date) != hours.holidays.end();
}

struct Opening {
    Time from, to;
};

// The business hours of one day; nothing on a holiday or another day off.
std::optional<Opening> opening_of(const BusinessHours& hours, const absl::TimeZone& zone,
                                  absl::CivilDay day) {
    if (std::ranges::find(hours.days, iso_weekday(day)) == hours.days.end() || is_holiday(hours, day))
        return std::nullopt;
    const auto at = [&](int minute) { return reached(zone, absl::CivilSecond(day) + minute * 60); };
    const Opening opening{at(hours.from_minute), at(hours.to_minute)};
    return opening.from < opening.to ? std::optional{opening} : std::nullopt;
}

// The first opening that ends after `at`.
std::optional<Opening> opening_after(const BusinessHours& hours, Time at) {
    const auto zone = zone_or_utc(hours.timezone);
    auto day = absl::ToCivilDay(to_absl(at), zone) - 1;
    for (int i = 0; i < max_days_ahead; ++i, ++day) {
        if (const auto opening = opening_of(hours, zone, day); opening && opening->to > at) return opening;
    }
    return std::nullopt;
}

struct ClockTime {
    int hour = 0, minute = 0;
};

std::optional<int> number(std::string_view text, std::size_t min_digits, std::size_t max_digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() < min_digits ||
        text.size() > max_digits || value < 0) {
        return std::nullopt;
    }
    return value;
}

std::optional<ClockTime> clock_time(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto hour = number(text.substr(0, colon), 1, 2);
    const auto minute = number(text.substr(colon + 1), 2, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return ClockTime{*hour, *minute};
}

std::optional<absl::CivilDay> calendar_day(std::string_view text) {
    const auto parts = split(text, '-');
    if (parts.size() != 3) return std::nullopt;
    const auto year = number(parts[0], 4, 4);
    const auto month = number(parts[1], 2, 2);
    const auto day = number(parts[2], 2, 2);
    if (!year || !month || !day) return std::nullopt;
    const absl::CivilDay result(*year, *month, *day);
    const bool normal = result.month() == *month && result.day() == *day;  // 30 February is no day
    return normal ? std::optional{result} : std::nullopt;
}

std::optional<Time> point_in_time(std::string_view text, std::string_view zone_name, Time now) {
    if (const auto at = parse_rfc3339(text)) return *at;
    auto words = to_lower(trim(text));
    if (words == "now") return now;
    if (words.ends_with(" ago")) {
        const auto ago = parse_duration(std::string_view(words).substr(0, words.size() - 4));
        return ago ? std::optional{now - *ago} : std::nullopt;
    }
    auto zone = zone_or_utc(zone_name);
    if (words.ends_with(" utc")) {
        zone = absl::UTCTimeZone();
        words.erase(words.size() - 4);
    }
    const auto today = absl::ToCivilDay(to_absl(now), zone);
    const auto at = [&](absl::CivilDay day, ClockTime clock) {
        return reached(zone, absl::CivilSecond(day) + clock.hour * 3600 + clock.minute * 60);
    };
    const auto blank = words.find(' ');
    if (blank == std::string::npos) {
        const auto clock = clock_time(words);
        if (!clock) return std::nullopt;
        const auto this_day = at(today, *clock);
        return this_day <= now ? this_day : at(today - 1, *clock);
    }
    const auto clock = clock_time(trim(std::string_view(words).substr(blank)));
    const auto first = std::string_view(words).substr(0, blank);
    const auto day = first == "yesterday" ? std::optional{today - 1}
                     : first == "today"   ? std::optional{today}
                                          : calendar_day(first);
    if (!clock || !day) return std::nullopt;
    return at(*day, *clock);
}

}  // namespace

bool zone_exists(std::string_view zone) {
    return zone_of(zone).has_value();
}

std::string format_local(Time at, std::string_view zone) {
    return fmt::format("{} ({})", absl::FormatTime("%A %Y-%m-%d %H:%M", to_absl(at), zone_or_utc(zone)),
                       zone);
}

Expected<Time> parse_point_in_time(std::string_view text, std::string_view zone, Time now) {
    if (const auto at = point_in_time(text, zone, now)) return *at;
    return fail(ErrorKind::invalid,
                fmt::format("I don't understand the time \"{}\". Write it like 14:30, 14:30 UTC, "
                            "2025-01-21 14:30 or 10m ago.",
                            cut(clean_utf8(text), 40)));
}

bool is_business_time(const BusinessHours& hours, Time at) {
    const auto opening = opening_after(hours, at);
    return opening && opening->from <= at;
}

Time next_business_time(const BusinessHours& hours, Time at) {
    const auto opening = opening_after(hours, at);
    return opening ? std::max(at, opening->from) : at;
}

Time add_business_time(const BusinessHours& hours, Time from, Duration duration) {
    auto at = from;
    for (;;) {
        const auto opening = opening_after(hours, at);
        if (!opening) return at + duration;
        const auto start = std::max(at, opening->from);
        if (duration <= opening->to - start) return start + duration;
        duration -= opening->to - start;
        at = opening->to;
    }
}

}  // namespace tocsin

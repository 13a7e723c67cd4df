#include "bot/core/local_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/text.h"
#include "bot/core/zone.h"

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::year_month_day;

constexpr int max_days_ahead = 400;  // a calendar of holidays longer than a year means: never open
constexpr std::array weekdays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

WallDay day_of(const Zone& zone, Time at) {
    return std::chrono::floor<days>(zone.wall(at));
}

struct Opening {
    Time from, to;
};

// The business hours of one day; nothing on a holiday or another day off.
std::optional<Opening> opening_of(const BusinessHours& hours, const Zone& zone, WallDay day) {
    if (std::ranges::find(hours.days, iso_weekday(day)) == hours.days.end() ||
        std::ranges::find(hours.holidays, year_month_day(day)) != hours.holidays.end()) {
        return std::nullopt;
    }
    const auto at = [&](int minute) { return zone.first(day + minutes{minute}); };
    const Opening opening{at(hours.from_minute), at(hours.to_minute)};
    return opening.from < opening.to ? std::optional{opening} : std::nullopt;
}

// The first opening that ends after `at`.
std::optional<Opening> opening_after(const BusinessHours& hours, Time at) {
    const auto zone = Zone::load_or_utc(hours.timezone);
    auto day = day_of(zone, at) - days{1};
    for (int i = 0; i < max_days_ahead; ++i, day += days{1}) {
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

std::optional<WallDay> calendar_day(std::string_view text) {
    const auto parts = split(text, '-');
    if (parts.size() != 3) return std::nullopt;
    const auto year = number(parts[0], 4, 4);
    const auto month = number(parts[1], 2, 2);
    const auto day = number(parts[2], 2, 2);
    if (!year || !month || !day) return std::nullopt;
    const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{WallDay(date)} : std::nullopt;
}

// "mon", "Monday"
std::optional<int> weekday(std::string_view word) {
    for (std::size_t i = 0; i < weekdays.size(); ++i) {
        if (word.size() >= 3 && to_lower(weekdays[i]).starts_with(word)) return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

enum class Meant { last, next };  // of the instants at which a clock shows a time

std::optional<Time> point_in_time(std::string_view text, std::string_view zone_name, Time now, Meant meant) {
    if (const auto at = parse_rfc3339(text)) return *at;
    auto words = to_lower(trim(text));
    if (words == "now") return now;
    if (words.ends_with(" ago")) {
        const auto ago = parse_duration(std::string_view(words).substr(0, words.size() - 4));
        return ago ? std::optional{now - *ago} : std::nullopt;
    }
    if (meant == Meant::next && words.starts_with("in ")) {
        const auto in = parse_duration(std::string_view(words).substr(3));
        return in ? std::optional{now + *in} : std::nullopt;
    }
    auto zone = Zone::load_or_utc(zone_name);
    if (words.ends_with(" utc")) {
        zone = Zone();
        words.erase(words.size() - 4);
    }
    const auto today = day_of(zone, now);
    const auto at = [&](WallDay day, ClockTime clock) {
        return zone.first(day + std::chrono::hours{clock.hour} + minutes{clock.minute});
    };
    const auto blank = words.find(' ');
    if (blank == std::string::npos) {
        const auto clock = clock_time(words);
        if (!clock) return std::nullopt;
        const auto this_day = at(today, *clock);
        if (meant == Meant::next) return this_day > now ? this_day : at(today + days{1}, *clock);
        return this_day <= now ? this_day : at(today - days{1}, *clock);
    }
    const auto clock = clock_time(trim(std::string_view(words).substr(blank)));
    const auto first = std::string_view(words).substr(0, blank);
    if (!clock) return std::nullopt;
    if (const auto wanted = weekday(first); wanted && meant == Meant::next) {
        const auto day = today + days{(*wanted - iso_weekday(today) + 7) % 7};
        const auto this_week = at(day, *clock);
        return this_week > now ? this_week : at(day + days{7}, *clock);
    }
    const auto day = first == "yesterday"                          ? std::optional{today - days{1}}
                     : first == "today"                            ? std::optional{today}
                     : first == "tomorrow" && meant == Meant::next ? std::optional{today + days{1}}
                                                                   : calendar_day(first);
    return day ? std::optional{at(*day, *clock)} : std::nullopt;
}

}  // namespace

bool zone_exists(std::string_view zone) {
    return Zone::load(zone).has_value();
}

LocalWords local_words(Time at, std::string_view zone) {
    const auto wall = Zone::load_or_utc(zone).wall(at);
    const auto day = std::chrono::floor<days>(wall);
    const year_month_day date(day);
    const std::chrono::hh_mm_ss clock(wall - day);
    return {weekdays[static_cast<std::size_t>(iso_weekday(day) - 1)],
            fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())),
            fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count())};
}

std::string format_local(Time at, std::string_view zone) {
    const auto words = local_words(at, zone);
    return fmt::format("{} {} {} ({})", words.weekday, words.date, words.clock, zone);
}

Expected<Time> parse_point_in_time(std::string_view text, std::string_view zone, Time now) {
    if (const auto at = point_in_time(text, zone, now, Meant::last)) return *at;
    return fail(ErrorKind::invalid,
                fmt::format("I don't understand the time \"{}\". Write it like 14:30, 14:30 UTC, "
                            "2025-01-21 14:30 or 10m ago.",
                            cut(clean_utf8(text), 40)));
}

Expected<Time> parse_coming_time(std::string_view text, std::string_view zone, Time now) {
    if (const auto at = point_in_time(text, zone, now, Meant::next)) return *at;
    return fail(ErrorKind::invalid,
                fmt::format("I don't understand the time \"{}\". Write it like 14:30, tomorrow 14:30, friday "
                            "09:00, 2025-01-21 14:30 or in 2h.",
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

Time next_business_day(const BusinessHours& hours, Time at) {
    const auto zone = Zone::load_or_utc(hours.timezone);
    const auto tomorrow = std::chrono::floor<std::chrono::days>(zone.wall(at)) + std::chrono::days{1};
    return next_business_time(hours, zone.first(tomorrow));
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

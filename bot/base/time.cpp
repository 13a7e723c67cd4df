#include "bot/base/time.h"

#include <fmt/compile.h>
#include <fmt/format.h>
#include <time.h>

#include <cctype>
#include <charconv>
#include <fstream>
#include <optional>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr Duration longest_reading = 50ms;  // of both hands: a step is at least ten times as long

struct CivilParts {
    int year;
    unsigned month, day;
    std::int64_t hour, minute, second, fraction_us;
};

CivilParts parts_of(Time at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{at - day};
    return {static_cast<int>(date.year()),     static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()), clock.hours().count(),
            clock.minutes().count(),           clock.seconds().count(),
            clock.subseconds().count()};
}

// Exactly `width` digits from `at` on; moves past them.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
    if (error != std::errc{} || end != text.data() + width || text.front() == '-') return std::nullopt;
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || !any_of.contains(text.front())) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Duration> take_fraction(std::string_view& text) {
    if (!take(text, ".")) return Duration{0};
    std::int64_t us = 0;
    int digits = 0;
    while (!text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0) {
        if (digits < 6) us = us * 10 + (text.front() - '0');
        ++digits;
        text.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) us *= 10;
    return Duration{us};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
    if (take(text, "Zz")) return 0min;
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    const bool west = text.front() == '-';
    text.remove_prefix(1);
    const auto hours = take_digits(text, 2);
    const bool colon = take(text, ":");
    const auto minutes = colon ? take_digits(text, 2) : std::nullopt;
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const auto offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return west ? -offset : offset;
}

std::optional<Time> read_rfc3339(std::string_view text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, "-")) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, "-")) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day || !take(text, "Tt ")) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    std::optional<int> second = 0;
    if (take(text, ":")) second = take_digits(text, 2);
    if (!second || *second > 60) return std::nullopt;
    const auto fraction = take_fraction(text);
    const auto offset = take_offset(text);
    if (!fraction || !offset || !text.empty()) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + *fraction - *offset;
}

std::optional<Duration> unit_of(std::string_view word) {
    if (word == "s" || word == "sec" || word == "second" || word == "seconds") return 1s;
    if (word == "m" || word == "min" || word == "mins" || word == "minute" || word == "minutes") return 1min;
    if (word == "h" || word == "hour" || word == "hours") return 1h;
    if (word == "d" || word == "day" || word == "days") return std::chrono::days{1};
    return std::nullopt;
}

constexpr std::int64_t max_duration_digits = 6;

std::optional<Duration> read_duration(std::string_view text) {
    Duration total{};
    Duration last_unit{};
    bool any = false;
    while (!text.empty()) {
        const auto digits = text.find_first_not_of("0123456789");
        const auto length = digits == std::string_view::npos ? text.size() : digits;
        if (length == 0 || length > max_duration_digits) return std::nullopt;
        const auto number = take_digits(text, length);
        text = trim(text);
        const auto letters = text.find_first_of("0123456789 ");
        const auto word = to_lower(text.substr(0, letters));
        text = trim(letters == std::string_view::npos ? std::string_view{} : text.substr(letters));
        // "1h30": a number without a unit is minutes, also after hours.
        const auto unit = word.empty() ? std::optional<Duration>{1min} : unit_of(word);
        if (!number || !unit || (any && *unit >= last_unit)) return std::nullopt;
        total += *number * *unit;
        last_unit = *unit;
        any = true;
    }
    return any ? std::optional{total} : std::nullopt;
}

Duration measured_time() {
    timespec at{};
    ::clock_gettime(CLOCK_BOOTTIME, &at);
    return std::chrono::seconds(at.tv_sec) +
           std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(at.tv_nsec));
}

std::string_view current_boot() {
    static const std::string id = [] {
        std::string line;
        std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), line);
        return line;
    }();
    return id;
}

}  // namespace

Time SystemClock::now() const {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::optional<ClockReading> SystemClock::read() const {
    const auto before = measured_time();
    const ClockReading reading{now(), before, current_boot()};
    if (measured_time() - before > longest_reading) return std::nullopt;
    return reading;
}

Time MovableClock::now() const {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) +
           Duration{offset_us_.load()};
}

std::optional<ClockReading> MovableClock::read() const {
    const Duration ahead{offset_us_.load()};
    auto reading = SystemClock().read();
    if (reading) reading->wall += ahead, reading->measured += ahead;
    return reading;
}

void MovableClock::advance(Duration by) {
    offset_us_ += by.count();
}

Time time_from_unix(std::int64_t seconds) {
    return Time{std::chrono::seconds{seconds}};
}

std::int64_t unix_seconds(Time at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

std::string format_rfc3339(Time at) {
    const auto p = parts_of(at);
    auto text = fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}"), p.year, p.month, p.day,
                            p.hour, p.minute, p.second);
    if (p.fraction_us != 0) {
        text += fmt::format(FMT_COMPILE(".{:06}"), p.fraction_us);
        text.erase(text.find_last_not_of('0') + 1);
    }
    text += 'Z';
    return text;
}

Expected<Time> parse_rfc3339(std::string_view text) {
    if (const auto at = read_rfc3339(trim(text))) return *at;
    return fail(ErrorKind::invalid, fmt::format("\"{}\" is no instant. Write it like 2025-01-21T14:32:00Z.",
                                                cut(clean_utf8(text), 40)));
}

std::string format_utc(Time at) {
    return fmt::format("{} {} UTC", format_day(at), format_clock(at));
}

std::string format_clock_seconds(Time at) {
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(at) -
                                      std::chrono::floor<std::chrono::days>(at));
    return fmt::format("{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::string format_clock(Time at) {
    const auto p = parts_of(at);
    return fmt::format("{:02}:{:02}", p.hour, p.minute);
}

std::string clock_utc(Time at, Time now) {
    const bool same_day =
        std::chrono::floor<std::chrono::days>(at) == std::chrono::floor<std::chrono::days>(now);
    return same_day ? format_clock(at) + " UTC" : format_utc(at);
}

std::string format_day(Time at) {
    const auto p = parts_of(at);
    return fmt::format("{:04}-{:02}-{:02}", p.year, p.month, p.day);
}

std::string format_duration(Duration duration) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(duration).count();
    if (minutes < 1) return "less than a minute";
    if (minutes == 1) return "1 minute";
    if (minutes < 90) return fmt::format("{} minutes", minutes);
    if (minutes >= 48 * 60) return fmt::format("{} days", minutes / (24 * 60));
    if (minutes % 60 == 0) return fmt::format("{} h", minutes / 60);
    return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

Expected<Duration> parse_duration(std::string_view text) {
    if (const auto duration = read_duration(trim(text))) return *duration;
    return fail(ErrorKind::invalid, fmt::format("\"{}\" is no duration. Write it like 15m, 1h30 or 2d.",
                                                cut(clean_utf8(text), 40)));
}

}  // namespace tocsin

#include "bot/base/mail_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// Four digits at most; -1 for anything else.
int number(std::string_view text) {
    int value = 0;
    const bool digits =
        !text.empty() && text.size() <= 4 && text.find_first_not_of("0123456789") == text.npos;
    return digits && std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc() ? value
                                                                                                      : -1;
}

std::optional<std::chrono::minutes> offset_of(std::string_view zone) {
    if (zone == "GMT" || zone == "UTC" || zone == "Z") return 0min;
    if (zone.size() != 5 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
    const int hours = number(zone.substr(1, 2));
    const int minutes = number(zone.substr(3));
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const auto offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
    return zone[0] == '-' ? -offset : offset;
}

}  // namespace

std::string format_mail_date(Time at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(at - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Time> parse_mail_date(std::string_view text) {
    std::vector<std::string_view> words;
    for (const auto word : split(trim(text), ' '))
        if (!word.empty()) words.push_back(word);
    if (words.size() == 6) words.erase(words.begin());  // the weekday
    if (words.size() != 5) return std::nullopt;
    const auto month = std::ranges::find(months, words[1]);
    const auto clock = split(words[3], ':');
    const auto offset = offset_of(words[4]);
    const int day = number(words[0]);
    const int year = number(words[2]);
    if (month == months.end() || clock.size() != 3 || !offset || day < 0 || year < 0) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
        std::chrono::day{static_cast<unsigned>(day)}};
    const int hour = number(clock[0]);
    const int minute = number(clock[1]);
    const int second = number(clock[2]);
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} - *offset;
}

}  // namespace tocsin

#include "bot/core/day.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "bot/base/text.h"

namespace tocsin {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::size_t shortest_name = 3;
constexpr int years_to_leap_day = 8;  // 1896 and 1904 are that far apart

template <std::size_t Size>
std::optional<unsigned> named(const std::array<std::string_view, Size>& names, std::string_view word) {
    if (word.size() < shortest_name) return std::nullopt;
    const auto found =
        std::ranges::find_if(names, [&](std::string_view name) { return name.starts_with(word); });
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin());
}

std::optional<int> number(std::string_view text, std::size_t most_digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && value >= 0 && text.size() <= most_digits ? std::optional{value} : std::nullopt;
}

std::optional<Time> made_of(int year, int month, int day) {
    const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional<Time>{std::chrono::sys_days(date)} : std::nullopt;
}

// "22nd" as 22.
std::optional<int> day_number(std::string_view word) {
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
        if (word.ends_with(ending)) word.remove_suffix(ending.size());
    }
    return number(word, 2);
}

std::optional<Time> next_of_year(unsigned month, int day, Time today) {
    const auto this_year = static_cast<int>(year_month_day(std::chrono::floor<days>(today)).year());
    for (int ahead = 0; ahead <= years_to_leap_day; ++ahead) {
        const auto date = made_of(this_year + ahead, static_cast<int>(month) + 1, day);
        if (date && *date >= day_of(today)) return date;
    }
    return std::nullopt;
}

std::optional<Time> iso_day(std::string_view text) {
    const auto parts = split(text, '-');
    if (parts.size() != 3 || parts[0].size() != 4) return std::nullopt;
    const auto year = number(parts[0], 4);
    const auto month = number(parts[1], 2);
    const auto day = number(parts[2], 2);
    return year && month && day ? made_of(*year, *month, *day) : std::nullopt;
}

}  // namespace

Time day_of(Time at) {
    return std::chrono::floor<days>(at);
}

std::optional<Time> parse_day(std::string_view text, Time today) {
    const auto lower = replace_all(to_lower(trim(text)), ",", " ");
    std::vector<std::string_view> words;
    for (const auto word : split(lower, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    if (words.size() == 1) {
        if (words[0] == "today") return day_of(today);
        if (words[0] == "tomorrow") return day_of(today) + days{1};
        if (const auto weekday = named(weekdays, words[0])) {
            const auto now = std::chrono::weekday(std::chrono::floor<days>(today)).iso_encoding() - 1;
            return day_of(today) + days{(7 + *weekday - now) % 7};
        }
        return iso_day(words[0]);
    }
    if (words.size() != 2 && words.size() != 3) return std::nullopt;
    const bool month_first = named(months, words[0]).has_value();
    const auto month = named(months, words[month_first ? 0 : 1]);
    const auto day = day_number(words[month_first ? 1 : 0]);
    if (!month || !day) return std::nullopt;
    if (words.size() == 2) return next_of_year(*month, *day, today);
    const auto year = words[2].size() == 4 ? number(words[2], 4) : std::nullopt;
    return year ? made_of(*year, static_cast<int>(*month) + 1, *day) : std::nullopt;
}

std::string format_month_day(Time day, Time beside) {
    const year_month_day date{std::chrono::floor<days>(day)};
    const auto name = months.at(static_cast<unsigned>(date.month()) - 1);
    auto text = fmt::format("{}{} {}", static_cast<char>(name[0] - 'a' + 'A'), name.substr(1, 2),
                            static_cast<unsigned>(date.day()));
    if (date.year() != year_month_day(std::chrono::floor<days>(beside)).year())
        text += fmt::format(", {}", static_cast<int>(date.year()));
    return text;
}

}  // namespace tocsin

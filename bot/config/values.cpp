#include "bot/config/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "bot/base/text.h"

namespace tocsin::config {
namespace {

constexpr Duration longest_duration = 100 * 366 * 24h;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Exactly `text.size()` digits.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    const char* end = text.data() + text.size();
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
}

constexpr std::array<std::pair<char, std::chrono::seconds>, 6> units{
    {{'y', 365 * 24h}, {'w', 7 * 24h}, {'d', 24h}, {'h', 1h}, {'m', 1min}, {'s', 1s}}};

// ".25" behind the digits of seconds; takes it off `text`. Nothing where other characters follow the point.
std::optional<Duration> take_decimals(std::string_view& text) {
    const auto rest = text.substr(1);
    const auto length = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin());
    const auto value = digits(rest.substr(0, length));
    constexpr std::size_t most_decimals = 6;  // microseconds
    if (!value || length > most_decimals || rest.substr(length) != "s") return std::nullopt;
    Duration fraction{*value};
    for (auto i = length; i < most_decimals; ++i) fraction *= 10;
    text.remove_prefix(length + 1);
    return fraction;
}

constexpr std::array<std::string_view, 7> days{"monday", "tuesday",  "wednesday", "thursday",
                                               "friday", "saturday", "sunday"};

}  // namespace

std::optional<Duration> read_duration(std::string_view text) {
    Duration total{};
    auto next_unit = units.begin();
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        const auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
        constexpr std::size_t most_digits = 9;
        if (length == 0 || length > most_digits || length == text.size()) return std::nullopt;
        const auto amount = digits(text.substr(0, length));
        text.remove_prefix(length);
        if (text.front() == '.') {
            const auto decimals = take_decimals(text);
            if (!decimals) return std::nullopt;
            total += *decimals;
        }
        const auto unit =
            std::find_if(next_unit, units.end(), [&](const auto& u) { return u.first == text.front(); });
        if (!amount || unit == units.end()) return std::nullopt;
        if (*amount > longest_duration / unit->second) return std::nullopt;
        total += *amount * unit->second;
        next_unit = unit + 1;
        text.remove_prefix(1);
    }
    return total <= longest_duration ? std::optional(total) : std::nullopt;
}

std::optional<Rate> read_rate(std::string_view text) {
    if (text == "unlimited") return Rate{};
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    double amount = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + slash, amount);
    constexpr double most_per_unit = 1e6;
    if (error != std::errc{} || rest != text.data() + slash || !(amount > 0) || amount > most_per_unit) {
        return std::nullopt;
    }
    const std::string_view unit = text.substr(slash + 1);
    if (unit == "s") return Rate{amount};
    if (unit == "m") return Rate{amount / 60};
    return std::nullopt;
}

std::optional<bool> read_flag(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

std::optional<long long> read_integer(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    long long value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
}

std::optional<int> read_day(std::string_view text) {
    const std::string word = to_lower(text);
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (word == days[i] || word == days[i].substr(0, 3)) return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

std::optional<int> read_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(3));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
    return *hour * 60 + *minute;
}

std::optional<std::chrono::year_month_day> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<WallTime> read_wall_time(std::string_view text) {
    constexpr std::size_t length = std::string_view("2024-12-30T09:00").size();
    if (text.size() == length + 3 && text.ends_with(":00")) text.remove_suffix(3);
    if (text.size() != length || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
    const auto date = read_date(text.substr(0, 10));
    const auto minutes = read_clock(text.substr(11));
    if (!date || !minutes) return std::nullopt;
    return std::chrono::local_days(*date) + std::chrono::minutes(*minutes);
}

}  // namespace tocsin::config

#include "templates/spoken.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "bot/base/text.h"

namespace tocsin::templates {
namespace {

constexpr std::array small{"zero",     "one",     "two",     "three",     "four",     "five",    "six",
                           "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                           "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array tens{"",      "",      "twenty",  "thirty", "forty",
                          "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::size_t longest_abbreviation = 4;

std::string below_thousand(std::int64_t number) {
    std::string words;
    if (number >= 100) {
        words = fmt::format("{} hundred", small[static_cast<std::size_t>(number / 100)]);
        number %= 100;
        if (number == 0) return words;
        words += ' ';
    }
    if (number < 20) return words + small[static_cast<std::size_t>(number)];
    words += tens[static_cast<std::size_t>(number / 10)];
    if (number % 10 != 0) words += fmt::format("-{}", small[static_cast<std::size_t>(number % 10)]);
    return words;
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_abbreviation(std::string_view word) {
    if (word.size() < 2 || word.size() > longest_abbreviation) return false;
    bool letter = false;
    for (const char c : word) {
        if (!(c >= 'A' && c <= 'Z') && !is_digit(c)) return false;
        letter = letter || !is_digit(c);
    }
    return letter;
}

std::string spelled(std::string_view word) {
    std::string letters;
    for (const char c : word) {
        if (!letters.empty()) letters += ' ';
        letters += c;
    }
    return letters;
}

bool is_link(std::string_view word) {
    return word.contains("://") || word.starts_with("www.");
}

}  // namespace

std::string spoken_number(std::int64_t number) {
    if (number < 0 || number > 999'999) return spelled(std::to_string(number));
    if (number < 1000) return below_thousand(number);
    const auto rest = number % 1000;
    return fmt::format("{} thousand{}", below_thousand(number / 1000),
                       rest == 0 ? "" : " " + below_thousand(rest));
}

std::string spoken(std::string_view plain_words) {
    std::vector<std::string> words;
    for (const auto word : split(replace_all(std::string(plain_words), "\n", " "), ' ')) {
        if (word.empty() || is_link(word)) continue;
        std::string clean;
        for (const char c : word) {
            const bool said = is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
                              std::string_view(".,%'-?!:").contains(c);
            clean += said ? c : ' ';
        }
        for (const auto part : split(clean, ' ')) {
            if (part.empty()) continue;
            words.push_back(is_abbreviation(part) ? spelled(part) : std::string(part));
        }
    }
    return join(words, " ");
}

std::string spoken_duration(std::int64_t minutes) {
    if (minutes < 1) return "less than a minute";
    const auto counted = [](std::int64_t count, const char* unit) {
        return fmt::format("{} {}{}", spoken_number(count), unit, count == 1 ? "" : "s");
    };
    return minutes < 90 ? counted(minutes, "minute") : counted(minutes / 60, "hour");
}

}  // namespace tocsin::templates

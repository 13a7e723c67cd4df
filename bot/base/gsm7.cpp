#include "bot/base/gsm7.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::u32string_view alphabet =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";

// One letter for each code point from U+00C0 and from U+1E00 on.
constexpr std::string_view latin =
    "AAAAAA?CEEEEIIIIDNOOOOOx?UUUUYT?aaaaaa?ceeeeiiiidnooooo/?uuuuytyAaAaAaCcCcCcCcDd"
    "DdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSs"
    "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzsbB????????????????f????I?kl?????Oo?????????????U"
    "u????Zz?????????????DDdLLlNNnAaIiOoUuUuUuUuUu?AaAa????GgKkOoOo??jDDdGg??NnAaAaOo"
    "AaAaEeEeIiIiOoOoRrRrUuUuSsTt??Hh??????AaEeOoOoOoOoYy???j??ACcLTsz??BU?EeJj??RrYy";
constexpr std::string_view latin_additional =
    "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOo"
    "OoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwyas??S?"
    "AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUu"
    "UuYyYyYyYy??????";

constexpr std::array<std::pair<std::u32string_view, std::string_view>, 23> plain{{
    {U"‘’‚‛′`´ʼ", "'"},
    {U"“”„‟″«»", "\""},
    {U"‹", "<"},
    {U"›", ">"},
    {U"‐‑‒–—―−~•·", "-"},
    {U"…", "..."},
    {U"[{", "("},
    {U"]}", ")"},
    {U"|\\⁄∕÷", "/"},
    {U"^", "'"},
    {U"×", "x"},
    {U"œ", "oe"},
    {U"Œ", "OE"},
    {U"→⇒", "->"},
    {U"←", "<-"},
    {U"≤", "<="},
    {U"≥", ">="},
    {U"™", "TM"},
    {U"©", "(c)"},
    {U"®", "(R)"},
    {U"°º", "o"},
    {U"µμ", "u"},
    {U"\t\r\f\u00A0\u2028\u2029\u202F\u3000", " "},
}};

bool holds(std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
}

std::size_t gsm7_units(char32_t c) {  // 0: not in the alphabet
    if (holds(alphabet, c)) return 1;
    return holds(extension, c) ? 2 : 0;
}

std::size_t utf16_units(char32_t c) {
    return c >= 0x10000 ? 2 : 1;
}

// What takes two units is never split between segments.
std::size_t count_segments(const std::u32string& text, std::size_t alone, std::size_t joined, auto units_of) {
    std::size_t total = 0;
    std::size_t segments = 1;
    std::size_t used = 0;
    for (const char32_t c : text) {
        const std::size_t units = units_of(c);
        total += units;
        if (used + units > joined) {
            ++segments;
            used = 0;
        }
        used += units;
    }
    return total <= alone ? 1 : segments;
}

// Combining marks, joiners, variation selectors, skin tones: parts of the character before them.
bool invisible(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
           c == 0xFEFF || c == 0x00AD || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0000 && c <= 0xE01EF) ||
           c == 0x7F || (c >= 0x80 && c < 0xA0) ||
           (c < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f');
}

std::string substitute(char32_t c) {
    for (const auto& [characters, replacement] : plain)
        if (holds(characters, c)) return std::string(replacement);
    if (c >= 0x2000 && c <= 0x200A) return " ";
    if (c >= 0x00C0 && c - 0x00C0 < latin.size()) return {latin[c - 0x00C0]};
    if (c >= 0x1E00 && c - 0x1E00 < latin_additional.size()) return {latin_additional[c - 0x1E00]};
    return "?";
}

std::string utf8_of(char32_t c) {  // of the alphabet: below U+0800, or €
    if (c < 0x80) return {static_cast<char>(c)};
    if (c == U'€') return "€";
    return {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
}

}  // namespace

Segments segments_of(std::string_view utf8) {
    constexpr std::size_t gsm7_alone = 160;
    constexpr std::size_t gsm7_joined = 153;
    constexpr std::size_t ucs2_alone = 70;
    constexpr std::size_t ucs2_joined = 67;
    const auto text = code_points(utf8);
    if (std::ranges::all_of(text, [](char32_t c) { return gsm7_units(c) > 0; }))
        return {true, count_segments(text, gsm7_alone, gsm7_joined, gsm7_units)};
    return {false, count_segments(text, ucs2_alone, ucs2_joined, utf16_units)};
}

bool fits_one_segment(std::string_view utf8) {
    return segments_of(utf8) == Segments{true, 1};
}

std::string to_gsm7(std::string_view utf8) {
    std::string out;
    for (const char32_t c : code_points(replace_all(std::string(utf8), "\r\n", "\n"))) {
        if (invisible(c)) continue;
        const bool as_it_is = c != '\r' && (holds(alphabet, c) || c == U'€');
        out += as_it_is ? utf8_of(c) : substitute(c);
    }
    return out;
}

std::string one_segment(std::string_view utf8) {
    constexpr std::size_t room = 160;
    std::string out;
    std::size_t used = 0;
    for (const char32_t c : code_points(to_gsm7(utf8))) {
        used += gsm7_units(c);
        if (used > room) break;
        out += utf8_of(c);
    }
    return out;
}

}  // namespace tocsin

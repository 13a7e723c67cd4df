// Small operations on text that several folders need: trimming, UTF-8 safety, cutting, comparing words.
// Markup of any medium (Slack, HTML, SMS) is not here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

std::string_view trim(std::string_view text);
std::string to_lower(std::string_view text);  // ASCII letters only
bool iequals(std::string_view a, std::string_view b);
std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> lines_of(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string join_and(const std::vector<std::string>& parts);  // "a", "a and b", "a, b and c"
std::string replace_all(std::string text, std::string_view from, std::string_view to);
std::string_view first_line(std::string_view text);
std::string_view first_sentence(std::string_view text);

// How many bytes at the start of `text` are `plain`, which most bytes are: sixteen are looked at together,
// which compilers turn into one instruction.
template <class Plain>
constexpr std::size_t plain_run(std::string_view text, Plain plain) {
    constexpr std::size_t together = 16;
    std::size_t end = 0;
    for (bool all = true; end + together <= text.size(); end += together) {
        for (std::size_t i = 0; i < together; ++i) all &= plain(text[end + i]);
        if (!all) break;
    }
    while (end < text.size() && plain(text[end])) ++end;
    return end;
}

// Valid UTF-8 of the same length or shorter: bad sequences become U+FFFD; NUL and other control characters
// except newline and tab, bidirectional overrides and zero-width characters are dropped.
std::string clean_utf8(std::string_view text);
bool valid_utf8(std::string_view text);
std::u32string code_points(std::string_view text);  // bad sequences become U+FFFD

std::size_t utf16_length(std::string_view utf8);  // how Slack counts
// At most `limit` UTF-16 units: cut at a word where one ends in the last fifth, with … as the last character.
std::string cut(std::string_view utf8, std::size_t limit);

// Single-letter insertions, deletions, substitutions and swaps of neighbours that turn one into the other, at
// most `bound` + 1.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t bound);

}  // namespace tocsin

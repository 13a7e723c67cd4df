#include "bot/channels/fit.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin::channels {

std::string one_line(std::string_view text, std::size_t limit) {
    std::string line = clean_utf8(text);
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return cut(trim(line), limit);
}

std::string paragraph(std::string_view text, std::size_t limit) {
    return cut(trim(clean_utf8(text)), limit);
}

bool is_plain_id(std::string_view text) {
    constexpr std::size_t longest_id = 64;
    return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_';
    });
}

std::string at_most_bytes(std::string_view utf8, std::size_t limit) {
    if (utf8.size() <= limit) return std::string(utf8);
    while (limit > 0 && (static_cast<unsigned char>(utf8[limit]) & 0xC0) == 0x80) --limit;
    return std::string(utf8.substr(0, limit));
}

}  // namespace tocsin::channels

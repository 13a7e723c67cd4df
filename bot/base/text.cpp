#include "bot/base/text.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace tocsin {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Decodes the sequence at the start of `text`. Length 0: not valid UTF-8.
struct Decoded {
    char32_t code = 0;
    std::size_t length = 0;
};

Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};
    std::size_t length = 0;
    char32_t code = 0;
    char32_t smallest = 0;
    if ((first & 0xE0) == 0xC0) {
        length = 2, code = first & 0x1F, smallest = 0x80;
    } else if ((first & 0xF0) == 0xE0) {
        length = 3, code = first & 0x0F, smallest = 0x800;
    } else if ((first & 0xF8) == 0xF0) {
        length = 4, code = first & 0x07, smallest = 0x10000;
    }
    if (length == 0 || text.size() < length) return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {};
        code = (code << 6) | (byte(i) & 0x3F);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < smallest || code > 0x10FFFF || surrogate) return {};
    return {code, length};
}

// Characters that are invisible or change the direction of what follows: they let text lie about itself.
bool deceptive(char32_t code) {
    if (code < 0x20) return code != '\n' && code != '\t';
    return code == 0x7F || (code >= 0x80 && code < 0xA0) || code == 0x200B || code == 0x200E ||
           code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0xFEFF || code == 0x061C;
}

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool is_printable_ascii(char c) {
    return c >= 0x20 && c < 0x7F;
}

}  // namespace

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool iequals(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> lines_of(std::string_view text) {
    return split(text, '\n');
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const auto& part : parts) {
        if (&part != &parts.front()) out += separator;
        out += part;
    }
    return out;
}

std::string join_and(const std::vector<std::string>& parts) {
    if (parts.size() < 2) return join(parts, "");
    return join({parts.begin(), parts.end() - 1}, ", ") + " and " + parts.back();
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string_view first_line(std::string_view text) {
    return trim(text.substr(0, text.find('\n')));
}

std::string_view first_sentence(std::string_view text) {
    text = first_line(text);
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if ((text[i] == '.' || text[i] == '!' || text[i] == '?') && text[i + 1] == ' ')
            return text.substr(0, i + 1);
    }
    return text;
}

std::string clean_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (const auto harmless = plain_run(text, is_printable_ascii); harmless > 0) {
            out += text.substr(0, harmless);
            text.remove_prefix(harmless);
            continue;
        }
        const auto [code, length] = decode(text);
        if (length == 0) {
            // Neighbouring bad bytes become one mark: the result is never longer than the source by surprise.
            if (!out.ends_with("\xEF\xBF\xBD")) out += "\xEF\xBF\xBD";
            text.remove_prefix(1);
            continue;
        }
        if (!deceptive(code)) out += text.substr(0, length);
        text.remove_prefix(length);
    }
    return out;
}

bool valid_utf8(std::string_view text) {
    while (true) {
        text.remove_prefix(plain_run(text, is_ascii));
        if (text.empty()) return true;
        const auto length = decode(text).length;
        if (length == 0) return false;
        text.remove_prefix(length);
    }
}

std::u32string code_points(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [code, length] = decode(text);
        out += length == 0 ? U'\uFFFD' : code;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

std::size_t utf16_length(std::string_view utf8) {
    std::size_t units = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

std::string cut(std::string_view utf8, std::size_t limit) {
    if (utf8.size() <= limit || utf16_length(utf8) <= limit) return std::string(utf8);
    if (limit == 0) return {};
    std::size_t units = 0;
    std::size_t end = 0;
    while (end < utf8.size()) {
        const auto decoded = decode(utf8.substr(end));
        const std::size_t length = std::max<std::size_t>(decoded.length, 1);
        const std::size_t wanted = decoded.code >= 0x10000 ? 2 : 1;
        if (units + wanted > limit - 1) break;
        units += wanted;
        end += length;
    }
    auto kept = utf8.substr(0, end);
    const auto blank = kept.find_last_of(" \n\t");
    const bool mid_word = end < utf8.size() && !std::string_view(" \n\t").contains(utf8[end]);
    if (mid_word && blank != std::string_view::npos && blank * 5 >= kept.size() * 4)
        kept = kept.substr(0, blank);
    return std::string(trim(kept)) + "…";
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t bound) {
    const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (difference > bound) return bound + 1;
    // Three rows of the usual table; the one before the last is for swapped neighbours.
    std::vector<std::size_t> older(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
    std::iota(previous.begin(), previous.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, substitution});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], older[j - 2] + 1);
            }
        }
        if (std::ranges::min(current) > bound) return bound + 1;
        older.swap(previous);
        previous.swap(current);
    }
    return std::min(previous[b.size()], bound + 1);
}

}  // namespace tocsin

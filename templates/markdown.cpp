#include "templates/markdown.h"

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"

namespace tocsin::templates {
namespace {

constexpr std::string_view word_joiner = "\xE2\x81\xA0";
constexpr std::string_view special = "\\*_[]`~|";
constexpr std::string_view escapable = "\\*_[]`~|#>+-=.)";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// A < that could open a tag, a link or a mention; "<0.1%" is only a number.
bool opens_markup(char next) {
    return is_letter(next) || std::string_view("!@#/?").contains(next);
}

}  // namespace

std::string markdown_line(std::string_view words) {
    const auto text = slack::clean_words(words);
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : ' ';
        if (c == '\n' || c == '\r' || c == '\t') {
            out += ' ';
        } else if (c == '&' && (is_letter(next) || is_digit(next) || next == '#')) {
            out += "&amp;";
        } else {
            if (special.contains(c)) out += '\\';
            out += c;
            if (c == '<' && opens_markup(next)) out += word_joiner;
        }
    }
    return out;
}

std::string markdown_line_start(std::string_view words) {
    auto line = markdown_line(trim(words));
    if (line.empty()) return line;
    if (std::string_view("#>+-=").contains(line[0])) return "\\" + line;
    const auto digits = line.find_first_not_of("0123456789");
    if (digits != std::string::npos && digits > 0 && (line[digits] == '.' || line[digits] == ')'))
        line.insert(digits, 1, '\\');
    return line;
}

std::string markdown_to_mrkdwn(std::string_view line) {
    std::string out;
    if (line.starts_with("- [ ] ")) {
        out = "☐ ";
        line.remove_prefix(6);
    } else if (line.starts_with("- [x] ")) {
        out = "☑ ";
        line.remove_prefix(6);
    } else if (line.starts_with("- ")) {
        out = "• ";
        line.remove_prefix(2);
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && escapable.contains(line[i + 1])) {
            out += slack::escape(line.substr(++i, 1));
        } else if (line.substr(i).starts_with("**")) {
            out += '*';
            ++i;
        } else if (line.substr(i).starts_with("&amp;")) {
            out += "&amp;";
            i += 4;
        } else {
            out += slack::escape(line.substr(i, 1));
        }
    }
    return out;
}

}  // namespace tocsin::templates

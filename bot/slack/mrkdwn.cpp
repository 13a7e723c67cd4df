#include "bot/slack/mrkdwn.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "bot/base/text.h"

namespace tocsin::slack {
namespace {

constexpr std::string_view word_joiner = "\xE2\x81\xA0";  // U+2060: invisible, breaks a handle

bool is_upper_or_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_word(char c) {
    return is_upper_or_digit(c) || (c >= 'a' && c <= 'z') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80);
}

bool is_markup(char c) {
    return c == '&' || c == '<' || c == '>';
}

void append_escaped(std::string& out, std::string_view text) {
    while (true) {
        const auto words = plain_run(text, [](char c) { return !is_markup(c); });
        out += text.substr(0, words);
        if (words == text.size()) return;
        out += text[words] == '&' ? "&amp;" : text[words] == '<' ? "&lt;" : "&gt;";
        text.remove_prefix(words + 1);
    }
}

// What stands between < and >, when it is one token: no line break and no second < inside.
std::optional<std::string_view> token_at(std::string_view text) {
    const auto end = text.find_first_of("<>\n", 1);
    if (end == std::string_view::npos || text[end] != '>' || end == 1) return std::nullopt;
    return text.substr(1, end - 1);
}

std::string_view before_bar(std::string_view token) {
    return token.substr(0, token.find('|'));
}

std::string_view after_bar(std::string_view token) {
    const auto bar = token.find('|');
    return bar == std::string_view::npos ? std::string_view{} : token.substr(bar + 1);
}

bool is_id(std::string_view id, std::string_view first_letters) {
    return id.size() >= 2 && first_letters.contains(id.front()) && std::ranges::all_of(id, is_upper_or_digit);
}

// The markup that a person may bring in: one user, one channel, an https link. Empty: none of these.
std::string allowed_markup(std::string_view token) {
    const auto target = before_bar(token);
    if (target.starts_with('@') && is_id(target.substr(1), "UW")) return fmt::format("<{}>", target);
    if (target.starts_with('#') && is_id(target.substr(1), "CG")) return fmt::format("<{}>", target);
    if (!is_safe_url(target)) return {};
    const auto label = after_bar(token);
    return link(target, label.empty() ? target : label);
}

bool starts_handle(std::string_view text, std::size_t at) {
    if (text[at] != '@' || (at > 0 && is_word(text[at - 1]))) return false;
    const auto handle = text.substr(at + 1);
    return !handle.empty() && is_word(handle.front()) && !handle.starts_with(word_joiner);
}

std::string plain_token(std::string_view token, const NameOf& name_of) {
    const auto target = before_bar(token);
    const auto label = after_bar(token);
    if (target.starts_with('@') && is_id(target.substr(1), "UW")) {
        return name_of(UserId{std::string(target.substr(1))});
    }
    if (target.starts_with('#') && is_id(target.substr(1), "CG")) {
        return "#" + std::string(label.empty() ? target.substr(1) : label);
    }
    if (target.starts_with('!')) {
        return std::string(label.empty() ? before_bar(target.substr(1, target.find('^') - 1)) : label);
    }
    if (is_safe_url(target) || target.starts_with("http://") || target.starts_with("mailto:")) {
        return std::string(label.empty() ? target : label);
    }
    return fmt::format("<{}>", token);
}

// The end of a *…*, _…_ or ~…~ that starts at `at`; npos: it is only a character.
std::size_t style_end(std::string_view text, std::size_t at) {
    const char mark = text[at];
    if (at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == mark) return std::string_view::npos;
    if (at > 0 && is_word(text[at - 1])) return std::string_view::npos;
    const auto end = text.find_first_of(std::string{mark, '\n'}, at + 1);
    if (end == std::string_view::npos || text[end] != mark || text[end - 1] == ' ')
        return std::string_view::npos;
    if (end + 1 < text.size() && is_word(text[end + 1])) return std::string_view::npos;
    return end;
}

bool is_style_mark(char c) {
    return c == '*' || c == '_' || c == '~';
}

std::string without_style_marks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::vector<std::size_t> ends;  // of the marks that are open
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto words = plain_run(text.substr(i), [](char c) { return !is_style_mark(c) && c != '`'; });
        out += text.substr(i, words);
        i += words;
        if (i == text.size()) break;
        if (text[i] == '`' || std::erase(ends, i) > 0) continue;
        if (const auto end = style_end(text, i); end != std::string_view::npos) {
            ends.push_back(end);
        } else {
            out += text[i];
        }
    }
    return out;
}

// Bytes and UTF-16 units of the piece at the start of `text` that must stay whole.
struct Piece {
    std::size_t bytes;
    std::size_t units;
};

Piece piece_at(std::string_view text) {
    if (text[0] == '<') {
        if (const auto token = token_at(text)) return {token->size() + 2, utf16_length(*token) + 2};
    }
    if (text[0] == '&') {
        for (const std::string_view entity : {"&amp;", "&lt;", "&gt;"}) {
            if (text.starts_with(entity)) return {entity.size(), entity.size()};
        }
    }
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return {std::min(length, text.size()), first >= 0xF0 ? std::size_t{2} : std::size_t{1}};
}

}  // namespace

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    append_escaped(out, text);
    return out;
}

std::string unescape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const auto words = text.substr(0, text.find('&'));
        out += words;
        text.remove_prefix(words.size());
        if (text.empty()) return out;
        std::size_t length = 1;
        if (text.starts_with("&lt;")) {
            out += '<', length = 4;
        } else if (text.starts_with("&gt;")) {
            out += '>', length = 4;
        } else {
            out += '&', length = text.starts_with("&amp;") ? 5 : 1;
        }
        text.remove_prefix(length);
    }
}

std::string neutralise_broadcasts(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    std::size_t done = 0;
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        out += text.substr(done, at + 1 - done);
        done = at + 1;
        if (starts_handle(text, at)) out += word_joiner;
    }
    out += text.substr(done);
    return out;
}

std::string clean_words(std::string_view text) {
    return neutralise_broadcasts(clean_utf8(text));
}

std::string typed(std::string_view text) {
    const auto clean = clean_utf8(text);
    const std::string_view view = clean;
    std::string out;
    out.reserve(view.size() + view.size() / 16 + 8);
    for (std::size_t i = 0; i < view.size(); ++i) {
        const auto words = plain_run(view.substr(i), [](char c) { return !is_markup(c) && c != '@'; });
        out += view.substr(i, words);
        i += words;
        if (i == view.size()) break;
        if (view[i] == '<') {
            if (const auto token = token_at(view.substr(i))) {
                if (const auto markup = allowed_markup(*token); !markup.empty()) {
                    out += markup;
                    i += token->size() + 1;
                    continue;
                }
            }
        }
        append_escaped(out, view.substr(i, 1));
        if (starts_handle(view, i)) out += word_joiner;
    }
    return out;
}

std::string typed_line(std::string_view text) {
    auto out = typed(trim(text));
    std::ranges::replace(out, '\n', ' ');
    return out;
}

std::string to_plain(std::string_view text, const NameOf& name_of) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const auto words = text.substr(0, text.find('<'));
        out += words;
        text.remove_prefix(words.size());
        if (text.empty()) break;
        const auto token = token_at(text);
        out += token ? plain_token(*token, name_of) : "<";
        text.remove_prefix(token ? token->size() + 2 : 1);
    }
    return neutralise_broadcasts(without_style_marks(clean_utf8(out)));
}

std::string mention(const UserId& user) {
    return fmt::format("<@{}>", user.str());
}

std::string date_ago(Time at, std::string_view fallback) {
    return fmt::format("<!date^{}^{{ago}}|{}>", unix_seconds(at), fallback);
}

bool is_safe_url(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    constexpr std::size_t longest = 3000;
    return url.starts_with(scheme) && url.size() > scheme.size() && url.size() <= longest &&
           std::ranges::none_of(
               url, [](char c) { return c <= ' ' || c == '|' || c == '<' || c == '>' || c == 0x7F; });
}

std::string link(std::string_view url, std::string_view label) {
    auto shown = escape(neutralise_broadcasts(label));
    std::ranges::replace(shown, '\n', ' ');
    std::ranges::replace(shown, '|', '/');
    if (!is_safe_url(url)) return shown;
    return fmt::format("<{}|{}>", replace_all(std::string(url), "&", "&amp;"), shown);
}

std::string cut_markup(std::string_view escaped, std::size_t limit) {
    if (escaped.size() <= limit || utf16_length(escaped) <= limit) return std::string(escaped);
    if (limit == 0) return {};
    std::size_t units = 0;
    std::size_t end = 0;
    std::size_t last_blank = 0;
    std::size_t units_at_blank = 0;
    while (end < escaped.size()) {
        const auto piece = piece_at(escaped.substr(end));
        if (units + piece.units > limit - 1) break;
        if (escaped[end] == ' ' || escaped[end] == '\n') last_blank = end, units_at_blank = units;
        units += piece.units;
        end += piece.bytes;
    }
    const bool mid_word = end < escaped.size() && escaped[end] != ' ' && escaped[end] != '\n';
    if (mid_word && units_at_blank * 5 >= units * 4) end = last_blank;
    return std::string(trim(escaped.substr(0, end))) + "…";
}

}  // namespace tocsin::slack

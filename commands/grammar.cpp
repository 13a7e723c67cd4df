#include "commands/grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bot/base/text.h"
#include "bot/core/incident.h"
#include "bot/slack/mrkdwn.h"

namespace tocsin::commands {
namespace {

constexpr std::string_view blanks = " \t\r\n";

// What phones and keyboards put in place of what was typed (slack.md: iOS and macOS).
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> typographic{{
    {"\u2014", "--"},
    {"\u2013", "-"},
    {"\u2010", "-"},
    {"\u2011", "-"},
    {"\u2212", "-"},
    {"\u2018", "'"},
    {"\u2019", "'"},
    {"\u201A", "'"},
    {"\u201C", "\""},
    {"\u201D", "\""},
    {"\u201E", "\""},
    {"\u00A0", " "},
    {"\u2002", " "},
    {"\u2003", " "},
    {"\u2009", " "},
    {"\u202F", " "},
}};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view at_most(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

bool is_slack_id(std::string_view text) {
    return text.size() >= 2 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// "<@U123>" and "<@U123|name>"; the label is not trusted.
UserId mentioned(std::string_view word) {
    if (!word.starts_with("<@") || !word.ends_with('>')) return {};
    const auto id = word.substr(2, word.size() - 3);
    const auto bare = id.substr(0, id.find('|'));
    return is_slack_id(bare) ? UserId{std::string(bare)} : UserId{};
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string normalise(std::string_view text) {
    auto plain = clean_utf8(slack::unescape(at_most(text, max_command_bytes)));
    if (!is_ascii(plain)) {
        for (const auto& [from, to] : typographic) plain = replace_all(std::move(plain), from, to);
    }
    return std::string(trim(plain));
}

std::string_view take_word(std::string_view& text) {
    const auto start = text.find_first_not_of(blanks);
    if (start == std::string_view::npos) {
        text = {};
        return {};
    }
    const auto end = std::min(text.find_first_of(blanks, start), text.size());
    const auto word = text.substr(start, end - start);
    const auto next = text.find_first_not_of(blanks, end);
    text = next == std::string_view::npos ? std::string_view{} : text.substr(next);
    return word;
}

std::optional<Named> parse_user(std::string_view word) {
    if (auto user = mentioned(word); !user.empty()) return Named{std::move(user), ""};
    if (iequals(word, "me")) return Named{UserId{}, "me"};
    if (word.size() >= 2 && word.starts_with('@')) return Named{UserId{}, std::string(word.substr(1))};
    return std::nullopt;
}

Target take_target(std::string_view& text) {
    auto rest = text;
    auto word = take_word(rest);
    Target target;
    if (iequals(word, "this")) {
        target.kind = Target::Kind::here;
    } else {
        if (word.ends_with(':') || word.ends_with(',')) word.remove_suffix(1);
        const auto number = parse_incident(word);
        if (!number) return target;
        target = {is_number(word) ? Target::Kind::bare_number : Target::Kind::named, *number};
    }
    text = rest;
    return target;
}

std::string target_first(std::string_view text) {
    const auto first = take_word(text);
    auto rest = text;
    if (take_target(rest).kind != Target::Kind::named) return {};
    const auto target = text.substr(0, text.size() - rest.size());
    return fmt::format("{} {} {}", trim(target), first, rest);
}

std::string_view after_mention(std::string_view text, const UserId& bot) {
    const auto mark = "<@" + bot.str();
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        const auto end = text.find('>', at);
        if (end == std::string_view::npos) break;
        if (mentioned(text.substr(at, end - at + 1)) == bot) return trim(text.substr(end + 1));
    }
    return trim(text);
}

}  // namespace tocsin::commands

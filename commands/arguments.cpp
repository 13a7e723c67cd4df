#include "commands/arguments.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "bot/slack/mrkdwn.h"
#include "commands/grammar.h"

namespace tocsin::commands {
namespace {

constexpr std::int64_t last_second = 253'402'300'799;  // of the year 9999

// The first `count` words of `text`, and what follows them.
struct Words {
    std::string joined;
    std::string_view rest;
};
std::optional<Words> first_words(std::string_view text, int count) {
    Words words{"", text};
    for (int i = 0; i < count; ++i) {
        const auto word = take_word(words.rest);
        if (word.empty()) return std::nullopt;
        if (i > 0) words.joined += ' ';
        words.joined += word;
    }
    return words;
}

}  // namespace

std::optional<Severity> take_severity(std::string_view& text) {
    for (const int count : {1, 2}) {
        const auto words = first_words(text, count);
        if (!words) break;
        if (count == 2 && !to_lower(words->joined).starts_with("sev ")) break;
        if (const auto severity = parse_severity(words->joined)) {
            text = words->rest;
            return severity;
        }
    }
    return std::nullopt;
}

std::optional<Duration> take_duration(std::string_view& text) {
    for (const int count : {2, 1}) {  // "5 min" before "5"
        const auto words = first_words(text, count);
        if (!words) continue;
        if (const auto duration = parse_duration(words->joined)) {
            text = words->rest;
            return *duration;
        }
    }
    return std::nullopt;
}

std::optional<Time> take_time(std::string_view& text, std::string_view zone, Time now) {
    for (const int count : {3, 2, 1}) {
        const auto words = first_words(text, count);
        if (!words) continue;
        if (const auto at = parse_point_in_time(words->joined, zone, now)) {
            text = words->rest;
            return *at;
        }
    }
    return std::nullopt;
}

Expected<Actor> person_with(const UserId& user, Desk& desk) {
    if (user.empty()) return fail(ErrorKind::invalid, "Choose a person. Nothing was changed.");
    const auto found = desk.user(user);
    if (found.bot) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} is a bot. Name a person; nothing was changed.", found.name));
    }
    if (found.deactivated || found.guest) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} is not a full member of this workspace. Name somebody else; nothing was "
                                "changed.",
                                found.name));
    }
    return Actor{user, found.name};
}

Expected<Actor> person_named(std::string_view word, const Request& request, Desk& desk) {
    const auto named = parse_user(word);
    if (!named) {
        return fail(ErrorKind::invalid,
                    fmt::format("\"{}\" names nobody. Write @ and pick the person from Slack's list; nothing "
                                "was changed.",
                                cut(word, 40)));
    }
    if (named->name == "me") return request.actor();
    if (named->user.empty()) {
        return fail(ErrorKind::not_found,
                    fmt::format("I don't know who @{} is. Write @ and pick the person from Slack's list, so "
                                "that the name becomes a mention; nothing was changed.",
                                cut(named->name, 40)));
    }
    if (named->user == request.user.id) return request.actor();
    return person_with(named->user, desk);
}

std::optional<Time> picked_time(std::string_view unix_text) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(unix_text.data(), unix_text.data() + unix_text.size(), seconds);
    const bool whole = error == std::errc{} && end == unix_text.data() + unix_text.size();
    if (!whole || seconds < 0 || seconds > last_second) return std::nullopt;
    return time_from_unix(seconds);
}

}  // namespace tocsin::commands

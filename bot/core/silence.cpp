#include "bot/core/silence.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::size_t longest_name = 100;  // bytes, of a label and of its value
constexpr std::size_t longest_value = 300;

const std::string* value_in(const Alert& alert, const std::string& name) {
    if (const auto label = alert.labels.find(name); label != alert.labels.end()) return &label->second;
    if (name == "source") return &alert.source;
    if (name == "title") return &alert.title;
    if (name == "key") return &alert.key;
    return nullptr;
}

bool fits(std::string_view wanted, std::string_view value) {
    if (wanted.ends_with('*')) return value.starts_with(wanted.substr(0, wanted.size() - 1));
    return wanted == value;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.' || c == '-';
    });
}

Expected<std::string> take_value(std::string_view& text) {
    if (text.starts_with('"') || text.starts_with('\'')) {
        const auto end = text.find(text.front(), 1);
        if (end == std::string_view::npos)
            return fail(ErrorKind::invalid, "A quotation mark is never closed. Nothing was silenced.");
        std::string value(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
        return value;
    }
    const auto end = std::min(text.find_first_of(" \t\n,"), text.size());
    std::string value(text.substr(0, end));
    text.remove_prefix(end);
    return value;
}

}  // namespace

bool matches(const Silence& silence, const Alert& alert) {
    return !silence.matcher.empty() && std::ranges::all_of(silence.matcher, [&](const auto& wanted) {
        const auto* value = value_in(alert, wanted.first);
        return value != nullptr && fits(wanted.second, *value);
    });
}

bool is_active(const Silence& silence, Time now) {
    return !silence.lifted && silence.from <= now && now < silence.until;
}

bool covers(const Silence& silence, const Alert& alert, Severity severity, Time now) {
    const bool allowed = severity != Severity::sev1 || silence.confirmed_by.is_somebody();
    return allowed && is_active(silence, now) && matches(silence, alert);
}

std::string matcher_text(const Silence& silence) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : silence.matcher) {
        const bool plain = !value.empty() && value.find_first_of(" \t\n,\"'") == std::string::npos;
        parts.push_back(plain ? fmt::format("{}={}", name, value) : fmt::format("{}=\"{}\"", name, value));
    }
    return join(parts, " ");
}

Expected<std::map<std::string, std::string>> take_matcher(std::string_view& text) {
    std::map<std::string, std::string> matcher;
    for (;;) {
        text = trim(text);
        if (text.starts_with(',')) text = trim(text.substr(1));
        const auto equals = text.find('=');
        if (equals == std::string_view::npos || !is_name(text.substr(0, equals))) break;
        const std::string name(text.substr(0, equals));
        auto rest = text.substr(equals + 1);
        auto value = take_value(rest);
        if (!value) return std::unexpected(value.error());
        if (value->size() > longest_value)
            return fail(ErrorKind::invalid, "A value is too long. Nothing was silenced.");
        matcher[name] = *std::move(value);
        text = rest;
        if (matcher.size() > most_matched) {
            return fail(ErrorKind::invalid,
                        fmt::format("At most {} labels are looked at. Nothing was silenced.", most_matched));
        }
    }
    const bool names_something =
        std::ranges::any_of(matcher, [](const auto& wanted) { return wanted.second != "*"; });
    if (!names_something) {
        return fail(ErrorKind::invalid,
                    "Which alerts? Name a label and its value, as in service=api. Nothing was silenced.");
    }
    return matcher;
}

Expected<Silence> confirm(Silence silence, const Actor& by, Time now) {
    if (silence.lifted || silence.until <= now)
        return fail(ErrorKind::conflict, "That silence is over. Nothing was changed.");
    if (!by.is_somebody() || is_same(silence.by, by)) {
        return fail(ErrorKind::forbidden,
                    "A silence covers SEV 1 when a second person says so too. Nothing was changed.");
    }
    if (!silence.confirmed_by.is_somebody()) silence.confirmed_by = by;
    return silence;
}

Expected<Silence> lift(Silence silence, Time now) {
    if (silence.lifted || silence.until <= now)
        return fail(ErrorKind::conflict, "That silence is over. Nothing was changed.");
    silence.lifted = now;
    return silence;
}

}  // namespace tocsin

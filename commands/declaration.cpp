#include "commands/declaration.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "bot/slack/mrkdwn.h"
#include "commands/arguments.h"
#include "commands/grammar.h"

namespace tocsin::commands {
namespace {

using nlohmann::json;

// "14:30", "14:30 UTC", "10m ago": the zone and "ago" are words of their own.
Expected<Time> start_time(std::string_view first, std::string_view& rest, std::string_view zone, Time now) {
    auto written = std::string(first);
    auto after = rest;
    const auto next = take_word(after);
    if (iequals(next, "utc") || iequals(next, "ago")) {
        written += ' ';
        written += next;
        rest = after;
    }
    auto at = parse_point_in_time(written, zone, now);
    if (at && *at > now)
        return fail(ErrorKind::invalid, "The start cannot be in the future. Nothing was declared.");
    return at;
}

std::string_view link_in(std::string_view word) {
    if (word.starts_with('<') && word.ends_with('>')) word = word.substr(1, word.size() - 2);
    return word.substr(0, word.find('|'));
}

// Takes one option off `text`. false: the next word is none.
Expected<bool> take_option(std::string_view& text, Declaration& declaration, const Rules& rules,
                           std::string_view zone, Time now) {
    auto rest = text;
    const auto word = take_word(rest);
    const auto lower = to_lower(word);
    if (lower == "private") {
        declaration.is_private = true;
    } else if (lower == "drill") {
        declaration.drill = true;
    } else if (lower == "nopage") {
        declaration.nopage = true;
    } else if (lower.starts_with("service:") && lower.size() > 8) {
        auto service = service_named(word.substr(8), rules);
        if (!service) return std::unexpected(service.error());
        declaration.service = *std::move(service);
    } else if (lower.starts_with("started:") && lower.size() > 8) {
        const auto at = start_time(word.substr(8), rest, zone, now);
        if (!at) return std::unexpected(at.error());
        declaration.started = *at;
    } else if ((lower.starts_with("from:") && lower.size() > 5)) {
        const auto link = link_in(word.substr(5));
        if (!slack::is_safe_url(link)) {
            return fail(ErrorKind::invalid,
                        "After from: comes the link of a message, copied from Slack. Nothing was declared.");
        }
        declaration.link = link;
    } else {
        return false;
    }
    text = rest;
    return true;
}

// Where "--" stands as a word of its own.
std::size_t separator(std::string_view text) {
    for (auto at = text.find("--"); at != std::string_view::npos; at = text.find("--", at + 1)) {
        const auto blank = [&](std::size_t i) {
            return i >= text.size() || text[i] == ' ' || text[i] == '\n';
        };
        if ((at == 0 || blank(at - 1)) && blank(at + 2)) return at;
    }
    return std::string_view::npos;
}

}  // namespace

Expected<ServiceId> service_named(std::string_view name, const Rules& rules) {
    std::vector<std::string> known;
    for (const auto& [id, service] : rules.services) {
        if (iequals(id.str(), name) || iequals(service.name, name)) return id;
        known.push_back(id.str());
    }
    const auto hint = known.empty() ? std::string("No services are configured.")
                                    : fmt::format("Services: {}.", join(known, ", "));
    return fail(ErrorKind::invalid, fmt::format("There is no service \"{}\". {} Nothing was declared.",
                                                cut(name, 40), cut(hint, 500)));
}

void fit_title(Declaration& declaration) {
    auto& title = declaration.title;
    std::string overflow;
    const auto line = std::string(trim(first_line(title)));
    if (line.size() < title.size()) overflow = trim(std::string_view(title).substr(first_line(title).size()));
    title = line;
    if (utf16_length(title) > longest_title) {
        const auto whole = title;
        title = cut(whole, longest_title);
        const auto kept = title.size() - std::string_view("…").size();
        const auto rest = trim(std::string_view(whole).substr(kept));
        overflow = overflow.empty() ? std::string(rest) : fmt::format("{}\n{}", rest, overflow);
    }
    if (!overflow.empty()) {
        declaration.impact =
            declaration.impact.empty() ? overflow : fmt::format("{}\n{}", overflow, declaration.impact);
    }
    declaration.impact = cut(declaration.impact, longest_impact);
}

Expected<Declaration> parse_declaration(std::string_view text, const Rules& rules, std::string_view zone,
                                        Time now) {
    Declaration declaration;
    declaration.severity = take_severity(text);
    while (true) {
        const auto taken = take_option(text, declaration, rules, zone, now);
        if (!taken) return std::unexpected(taken.error());
        if (!*taken) break;
        if (!declaration.severity) declaration.severity = take_severity(text);
    }
    const auto at = separator(text);
    declaration.title = trim(text.substr(0, at));
    if (at != std::string_view::npos) declaration.impact = trim(text.substr(at + 2));
    fit_title(declaration);
    return declaration;
}

std::string write_declaration(const Declaration& declaration) {
    auto content = JsonText::object({{"title", declaration.title},
                                     {"impact", declaration.impact},
                                     {"service", declaration.service.str()},
                                     {"private", declaration.is_private},
                                     {"drill", declaration.drill},
                                     {"nopage", declaration.nopage},
                                     {"link", declaration.link}});
    if (declaration.severity) content.set("severity", key_of(*declaration.severity));
    if (declaration.started) content.set("started", declaration.started->time_since_epoch().count());
    return std::string(content.text());
}

std::optional<Declaration> read_declaration(std::string_view content) {
    const auto read = json::parse(content, nullptr, false);
    if (!read.is_object() || !read.contains("title")) return std::nullopt;
    const auto text = [&](const char* key) {
        const auto at = read.find(key);
        return at != read.end() && at->is_string() ? at->get<std::string>() : std::string{};
    };
    const auto flag = [&](const char* key) {
        const auto at = read.find(key);
        return at != read.end() && at->is_boolean() && at->get<bool>();
    };
    Declaration declaration;
    declaration.severity = parse_severity(text("severity"));
    declaration.title = text("title");
    declaration.impact = text("impact");
    declaration.service = ServiceId{text("service")};
    if (const auto at = read.find("started"); at != read.end() && at->is_number_integer()) {
        declaration.started = Time{Duration{at->get<std::int64_t>()}};
    }
    declaration.is_private = flag("private");
    declaration.drill = flag("drill");
    declaration.nopage = flag("nopage");
    declaration.link = text("link");
    return declaration;
}

}  // namespace tocsin::commands

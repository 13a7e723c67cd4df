#include "bot/alerts/extract.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "bot/alerts/labels.h"
#include "bot/alerts/readers.h"
#include "bot/base/digest.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::alerts {
namespace {

constexpr std::size_t longest_shown = 60;
constexpr std::size_t longest_digits = 13;  // of milliseconds until the year 2286
constexpr std::size_t longest_date = 10;    // 2026-01-21
constexpr Time earliest = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};

bool is_any(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::any_of(words, [&](const std::string& one) { return is_like(one, word); });
}

// None: nothing to tell.
Expected<std::optional<Alert::Status>> status_of(const AlertFields& fields, const Lookup& lookup) {
    if (fields.status.empty()) return Alert::Status::firing;
    const std::string word = lookup.text(fields.status);
    if (is_any(fields.firing, word)) return Alert::Status::firing;
    if (is_any(fields.resolved, word)) return Alert::Status::resolved;
    if (is_any(fields.ignored, word)) return std::nullopt;
    if (fields.firing.empty()) return Alert::Status::firing;
    return fail(
        ErrorKind::invalid,
        fmt::format("The status \"{}\" is not understood: it has to be one of {}. No alert was taken.",
                    cut(word, longest_shown), join_and(fields.firing)));
}

// Neither a time nobody can mean nor one that is still to come.
std::optional<Time> said_time(const std::string& text, Time now) {
    const auto said = time_in(text);
    return said && *said >= earliest ? std::optional(std::min(*said, now)) : std::nullopt;
}

std::optional<UptimeMonitor> monitor_in(const AlertFields& fields, const Lookup& lookup,
                                        Alert::Status status) {
    if (fields.monitor_url.empty() && fields.monitor_name.empty()) return std::nullopt;
    UptimeMonitor monitor{lookup.text(fields.monitor_name), lookup.text(fields.monitor_url),
                          status == Alert::Status::firing ? "down" : "up"};
    const bool told = !monitor.url.empty() || fields.monitor_url.empty();
    return told && !(monitor.name.empty() && monitor.url.empty()) ? std::optional(std::move(monitor))
                                                                  : std::nullopt;
}

std::string address(std::string text) {
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    const bool plain = std::ranges::none_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
    return web && plain && text.size() <= longest_address ? std::move(text) : std::string();
}

std::string first_line_of(std::string_view text, std::size_t limit) {
    const std::string clean = clean_utf8(text);
    return cut(trim(first_line(trim(clean))), limit);
}

}  // namespace

bool applies(const AlertFields& fields, const Lookup& lookup) {
    return std::ranges::all_of(fields.only_if, [&](const auto& condition) {
        const auto& value = lookup.at(condition.first);
        return condition.second == "*" ? !value.is_null() : is_like(condition.second, scalar_text(value));
    });
}

Expected<std::optional<Alert>> extract(const AlertFields& fields, const Lookup& lookup,
                                       std::string_view source, Time now) {
    const auto status = status_of(fields, lookup);
    if (!status) return std::unexpected(status.error());
    if (!*status) return std::nullopt;
    Alert alert;
    alert.source = source;
    alert.status = **status;
    alert.key = lookup.key(fields.key);
    alert.title = lookup.text(fields.title);
    if (alert.key.empty() && alert.title.empty()) {
        return fail(ErrorKind::invalid,
                    fmt::format("The alert has neither a key ({}) nor a title ({}). No alert was taken.",
                                fields.key, fields.title));
    }
    if (alert.title.empty()) alert.title = alert.key;
    if (alert.key.empty()) alert.key = alert.title;
    alert.description = lookup.text(fields.description);
    alert.severity = severity_in(lookup.text(fields.severity));
    alert.labels = labels_in(fields, lookup);
    alert.uptime_monitor = monitor_in(fields, lookup, alert.status);
    const auto started = said_time(lookup.text(fields.started), now);
    alert.started = started.value_or(now);
    alert.started_is_said = started.has_value();
    if (alert.status == Alert::Status::resolved)
        alert.ended = std::max(said_time(lookup.text(fields.ended), now).value_or(now), alert.started);
    alert.link = lookup.text(fields.link);
    alert.runbook = lookup.text(fields.runbook);
    return within_limits(std::move(alert));
}

std::optional<Severity> severity_in(std::string_view word) {
    std::string plain = to_lower(trim(word));
    std::erase_if(plain, [](char c) { return c == ' ' || c == '-' || c == '_'; });
    constexpr std::array<std::pair<std::string_view, Severity>, 16> words{{
        {"page", Severity::sev1},
        {"fatal", Severity::sev1},
        {"emergency", Severity::sev1},
        {"disaster", Severity::sev1},
        {"sev0", Severity::sev1},
        {"p0", Severity::sev1},
        {"error", Severity::sev2},
        {"major", Severity::sev2},
        {"warning", Severity::sev3},
        {"warn", Severity::sev3},
        {"minor", Severity::sev3},
        {"info", Severity::sev4},
        {"informational", Severity::sev4},
        {"none", Severity::sev4},
        {"p5", Severity::sev4},
        {"notice", Severity::sev4},
    }};
    const auto found = std::ranges::find(words, plain, [](const auto& entry) { return entry.first; });
    return found != words.end() ? std::optional(found->second) : parse_severity(plain);
}

std::optional<Time> time_in(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::int64_t number = 0;
    const auto whole = text.substr(0, text.find('.'));  // 1769005925.5: seconds with a fraction
    const auto [end, failed] = std::from_chars(whole.data(), whole.data() + whole.size(), number);
    if (failed == std::errc() && end == whole.data() + whole.size() && number >= 0) {
        if (whole.size() > longest_digits) return std::nullopt;
        const bool milliseconds = whole.size() > 10;
        return milliseconds ? Time(std::chrono::milliseconds(number)) : time_from_unix(number);
    }
    std::string instant(text);
    // "+0000" lacks its colon, "2026-01-21 14:32:05" its offset.
    if (instant.size() > longest_date + 5) {
        const std::size_t sign = instant.size() - 5;
        const bool offset = instant[sign] == '+' || instant[sign] == '-';
        if (offset && instant.find(':', sign) == std::string::npos) instant.insert(sign + 3, ":");
    }
    if (const auto at = parse_rfc3339(instant)) return *at;
    const auto in_utc = parse_rfc3339(instant + "Z");
    return in_utc ? std::optional(*in_utc) : std::nullopt;
}

Alert within_limits(Alert alert) {
    alert.title = first_line_of(alert.title, longest_title);
    alert.key = on_one_line(std::move(alert.key));
    if (alert.key.size() > longest_key) alert.key = sha256_hex(alert.key);
    alert.description = cut(clean_utf8(alert.description), longest_description);
    alert.link = address(std::move(alert.link));
    alert.runbook = alert.runbook.contains("://") ? address(std::move(alert.runbook))
                                                  : first_line_of(alert.runbook, longest_title);
    if (alert.uptime_monitor) {
        alert.uptime_monitor->name = first_line_of(alert.uptime_monitor->name, longest_title);
        alert.uptime_monitor->url = first_line_of(alert.uptime_monitor->url, longest_address);
    }
    return alert;
}

}  // namespace tocsin::alerts

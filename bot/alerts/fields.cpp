#include "bot/alerts/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "bot/alerts/lexer.h"
#include "bot/base/nearest.h"

namespace tocsin::alerts {
namespace {

using Kind = Field::Kind;

constexpr std::array names{
    std::pair{std::string_view("alert.source"), Kind::source},
    std::pair{std::string_view("alert.key"), Kind::key},
    std::pair{std::string_view("alert.status"), Kind::status},
    std::pair{std::string_view("alert.severity"), Kind::severity},
    std::pair{std::string_view("alert.title"), Kind::title},
    std::pair{std::string_view("alert.description"), Kind::description},
    std::pair{std::string_view("alert.link"), Kind::link},
    std::pair{std::string_view("alert.runbook"), Kind::runbook},
    std::pair{std::string_view("uptime_monitor.name"), Kind::monitor_name},
    std::pair{std::string_view("uptime_monitor.url"), Kind::monitor_url},
    std::pair{std::string_view("uptime_monitor.status"), Kind::monitor_status},
};

std::optional<std::string_view> monitor_text(Kind kind, const Alert& alert) {
    if (!alert.uptime_monitor) return std::nullopt;
    if (kind == Kind::monitor_name) return alert.uptime_monitor->name;
    return kind == Kind::monitor_url ? alert.uptime_monitor->url : alert.uptime_monitor->status;
}

}  // namespace

const std::vector<std::string>& field_names() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> list;
        for (const auto& [name, kind] : names) list.emplace_back(name);
        return list;
    }();
    return all;
}

std::optional<Kind> field_named(std::string_view name) {
    const auto found = std::ranges::find(names, name, [](const auto& entry) { return entry.first; });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::string instead_of(std::string_view path) {
    constexpr std::string_view root = "alert.";
    if (!path.starts_with(root)) return choose_from(path, field_names(), "");
    const std::string_view last = path.substr(root.size());
    std::vector<std::string> fields;
    for (const std::string& name : field_names()) {
        if (name.starts_with(root)) fields.push_back(name.substr(root.size()));
    }
    if (const std::string near = nearest(last, fields); !near.empty())
        return fmt::format("write {}{}", root, near);
    return fmt::format("write alert.labels.{} if a label is meant", last);
}

std::string to_text(const Field& field) {
    if (field.kind == Kind::value) return field.name;
    if (field.kind == Kind::label) {
        return is_name(field.name) ? "alert.labels." + field.name : "alert.labels[\"" + field.name + "\"]";
    }
    const auto found = std::ranges::find(names, field.kind, [](const auto& entry) { return entry.second; });
    return std::string(found->first);
}

std::vector<std::string> words_of(Kind kind) {
    if (kind == Kind::status) return {"firing", "resolved"};
    if (kind == Kind::monitor_status) return {"up", "down"};
    if (kind == Kind::severity) return {"sev1", "sev2", "sev3", "sev4"};
    return {};
}

std::optional<std::string_view> text_of(const Field& field, const Situation& situation) {
    if (situation.alert == nullptr) return std::nullopt;
    const Alert& alert = *situation.alert;
    switch (field.kind) {
        case Kind::source:
            return alert.source;
        case Kind::key:
            return alert.key;
        case Kind::status:
            return alert.status == Alert::Status::firing ? "firing" : "resolved";
        case Kind::severity:
            return alert.severity ? std::optional(key_of(*alert.severity)) : std::nullopt;
        case Kind::title:
            return alert.title;
        case Kind::description:
            return alert.description;
        case Kind::link:
            return alert.link;
        case Kind::runbook:
            return alert.runbook;
        case Kind::label: {
            const auto found = alert.labels.find(field.name);
            return found == alert.labels.end() ? std::string_view() : std::string_view(found->second);
        }
        case Kind::monitor_name:
        case Kind::monitor_url:
        case Kind::monitor_status:
            return monitor_text(field.kind, alert);
        case Kind::value:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> number_of(const Field& field, const Situation& situation) {
    if (field.kind != Kind::value) {
        const auto text = text_of(field, situation);
        return text ? number_in(*text) : std::nullopt;
    }
    if (situation.values == nullptr) return std::nullopt;
    const auto found = situation.values->find(field.name);
    if (found == situation.values->end() || std::isnan(found->second)) return std::nullopt;
    return found->second;
}

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = failed == std::errc() && rest == text.data() + text.size();
    return whole && !std::isnan(value) ? std::optional(value) : std::nullopt;
}

}  // namespace tocsin::alerts

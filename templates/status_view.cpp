#include "templates/status_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "bot/base/digest.h"

namespace tocsin::templates {
namespace {

constexpr std::size_t id_digits = 12;

// Of https://example.com/tocsin: the part behind the host.
std::string_view prefix_of(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos) return {};
    const auto slash = url.find('/', host + 3);
    return slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
}

}  // namespace

std::string status_url(const StatusView& view, std::string_view path) {
    return fmt::format("{}{}", view.public_url, path);
}

std::string status_path(const StatusView& view, std::string_view path) {
    return fmt::format("{}{}", prefix_of(view.public_url), path);
}

std::string host_of(const StatusView& view) {
    const auto start = view.public_url.find("://");
    if (start == std::string::npos) return "localhost";
    const auto rest = std::string_view(view.public_url).substr(start + 3);
    return std::string(rest.substr(0, rest.find_first_of(":/")));
}

std::string component_id(std::string_view component) {
    return sha256_hex(fmt::format("component/{}", component)).substr(0, id_digits);
}

std::string page_id(const StatusView& view) {
    return sha256_hex(fmt::format("page/{}", view.name)).substr(0, id_digits);
}

std::vector<const PublicNotice*> open_notices(const StatusView& view) {
    std::vector<const PublicNotice*> open;
    for (const auto& notice : view.notices)
        if (!is_maintenance(notice) && !is_over(notice, view.now)) open.push_back(&notice);
    return open;
}

std::vector<const PublicNotice*> maintenances_ahead(const StatusView& view) {
    std::vector<const PublicNotice*> ahead;
    for (const auto& notice : view.notices)
        if (is_maintenance(notice) && !is_over(notice, view.now)) ahead.push_back(&notice);
    std::ranges::sort(ahead, {}, [](const PublicNotice* notice) { return *notice->scheduled_for; });
    return ahead;
}

ComponentState worst_state(const StatusView& view) {
    auto worst = ComponentState::operational;
    for (const auto& component : view.components)
        worst = std::max(worst, state_of(component, view.notices, view.now));
    if (worst == ComponentState::operational && !open_notices(view).empty()) return ComponentState::degraded;
    return worst;
}

std::string_view overall_words(const StatusView& view) {
    switch (worst_state(view)) {
        case ComponentState::operational:
            return "All systems operational";
        case ComponentState::maintenance:
            return "Maintenance is under way";
        case ComponentState::degraded:
        case ComponentState::partial_outage:
            return "Some systems are affected";
        case ComponentState::major_outage:
            return "Major outage";
    }
    return "";
}

Time updated(const StatusView& view) {
    std::optional<Time> newest;
    const auto said = [&](Time at) {
        if (at <= view.now && (!newest || at > *newest)) newest = at;
    };
    for (const auto& notice : view.notices) {
        said(updated_at(notice));
        if (!is_maintenance(notice) || notice.end) continue;
        said(*notice.scheduled_for);
        said(*notice.scheduled_until);
    }
    return newest.value_or(view.now);
}

std::optional<Time> late_from(const StatusView& view) {
    const auto open = open_notices(view);
    if (open.empty()) return std::nullopt;
    Time newest{};
    for (const auto* notice : open) newest = std::max(newest, updated_at(*notice));
    return newest + page_is_late_after;
}

std::vector<const PublicEntry*> entries_shown(const PublicNotice& notice) {
    if (notice.end == PublicEnd::withdrawn) return {&notice.entries.back()};
    std::vector<const PublicEntry*> shown;
    for (const auto& entry : std::views::reverse(notice.entries)) shown.push_back(&entry);
    return shown;
}

std::string corrected_words(const PublicEntry& entry) {
    return entry.corrected ? fmt::format(" (Corrected {})", clock_utc(*entry.corrected, entry.at)) : "";
}

}  // namespace tocsin::templates

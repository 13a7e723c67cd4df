#include "bot/core/public_notice.h"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

PublicEntry entry_of(int number, const PublicDraft& draft, Time now) {
    return {number, now, draft.heading, draft.text, draft.components, std::nullopt};
}

ComponentStates all_well(const PublicNotice& notice) {
    ComponentStates well;
    for (const auto& entry : notice.entries)
        for (const auto& [name, state] : entry.components) well[name] = ComponentState::operational;
    return well;
}

}  // namespace

std::optional<PublicSubject> PublicSubject::of(const Incident& incident) {
    if (incident.is_private || incident.drill) return std::nullopt;
    return PublicSubject(incident.number);
}

PublicNotice open_notice(NoticeId id, const PublicSubject& subject, const PublicDraft& draft, Time now) {
    PublicNotice notice;
    notice.id = std::move(id);
    notice.incident = subject.incident();
    notice.title = draft.title;
    notice.entries.push_back(entry_of(1, draft, now));
    return notice;
}

PublicNotice announce_maintenance(NoticeId id, const MaintenanceDraft& draft, Time now) {
    PublicNotice notice;
    notice.id = std::move(id);
    notice.title = draft.title;
    notice.scheduled_for = draft.from;
    notice.scheduled_until = draft.until;
    PublicEntry entry{1, now, PublicHeading::maintenance, draft.text, {}, std::nullopt};
    for (const auto& name : draft.components) entry.components[name] = ComponentState::maintenance;
    notice.entries.push_back(std::move(entry));
    return notice;
}

void add_entry(PublicNotice& notice, const PublicDraft& draft, Time now) {
    notice.title = draft.title;
    notice.entries.push_back(entry_of(notice.entries.back().number + 1, draft, now));
}

bool correct_entry(PublicNotice& notice, int number, const PublicText& text, Time now) {
    const auto entry = std::ranges::find(notice.entries, number, &PublicEntry::number);
    if (entry == notice.entries.end()) return false;
    entry->text = text;
    entry->corrected = now;
    return true;
}

void withdraw(PublicNotice& notice, Time now) {
    const auto line =
        is_maintenance(notice)
            ? PublicText::confirmed("This maintenance does not take place.")
            : PublicText::confirmed("We looked into this and found no disruption of our services.");
    add_entry(notice, {PublicHeading::resolved, notice.title, line, all_well(notice)}, now);
    notice.end = PublicEnd::withdrawn;
}

void join(PublicNotice& notice, PublicNotice& other, Time now) {
    auto& named = other.entries.back().components;
    for (const auto& [name, state] : components_at(notice, now)) {
        const auto known = named.try_emplace(name, state).first;
        known->second = std::max(known->second, state);
    }
    const auto line = PublicText::confirmed(
        fmt::format("This has the same cause as \"{}\". Updates follow there.", other.title.str()));
    add_entry(notice, {heading_of(notice), notice.title, line, all_well(notice)}, now);
    notice.end = PublicEnd::joined;
    notice.joined_to = other.id;
}

Time opened_at(const PublicNotice& notice) {
    return notice.entries.front().at;
}

Time updated_at(const PublicNotice& notice) {
    Time newest = notice.entries.back().at;
    for (const auto& entry : notice.entries) newest = std::max(newest, entry.corrected.value_or(newest));
    return newest;
}

PublicHeading heading_of(const PublicNotice& notice) {
    return notice.entries.back().heading;
}

bool is_maintenance(const PublicNotice& notice) {
    return notice.scheduled_for.has_value();
}

std::optional<Time> ended_at(const PublicNotice& notice, Time now) {
    if (notice.end || heading_of(notice) == PublicHeading::resolved) return notice.entries.back().at;
    if (is_maintenance(notice) && *notice.scheduled_until <= now) return notice.scheduled_until;
    return std::nullopt;
}

bool is_over(const PublicNotice& notice, Time now) {
    return ended_at(notice, now).has_value();
}

bool is_under_way(const PublicNotice& notice, Time now) {
    return is_maintenance(notice) && *notice.scheduled_for <= now && !is_over(notice, now);
}

ComponentStates components_at(const PublicNotice& notice, Time at) {
    ComponentStates states;
    if (notice.end == PublicEnd::withdrawn && at >= opened_at(notice)) return all_well(notice);
    if (is_maintenance(notice) && (at < *notice.scheduled_for || at >= *notice.scheduled_until))
        return all_well(notice);
    for (const auto& entry : notice.entries) {
        if (entry.at > at) break;
        for (const auto& [name, state] : entry.components) states[name] = state;
        if (entry.heading != PublicHeading::resolved) continue;
        for (auto& [name, state] : states) state = ComponentState::operational;
    }
    return states;
}

ComponentState worst_of(const PublicNotice& notice) {
    auto worst = ComponentState::operational;
    for (const auto& entry : notice.entries)
        for (const auto& [name, state] : entry.components) worst = std::max(worst, state);
    return worst;
}

}  // namespace tocsin

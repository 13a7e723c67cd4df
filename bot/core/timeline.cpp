#include "bot/core/timeline.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace tocsin {
namespace {

// The lists of a phase come with the status, which is an entry.
bool is_phase_list(const EventBody& body) {
    const auto* posted = std::get_if<event::StepsPosted>(&body);
    return posted != nullptr && posted->of != StepListKind::runbook;
}

bool is_entry(const EventBody& body) {
    return !std::holds_alternative<event::JoinsAnnounced>(body) &&
           !std::holds_alternative<event::Watched>(body) && !std::holds_alternative<event::Unwatched>(body) &&
           !std::holds_alternative<event::ReminderTold>(body) &&
           !std::holds_alternative<event::ReminderSnoozed>(body) &&
           !std::holds_alternative<event::ReminderHeld>(body) &&
           !std::holds_alternative<event::LongRunningAsked>(body) &&
           !std::holds_alternative<event::TargetMissed>(body) &&
           !std::holds_alternative<event::EntryEdited>(body) &&
           !std::holds_alternative<event::EntryRemoved>(body) &&
           !std::holds_alternative<event::MessageUnpinned>(body) &&
           !std::holds_alternative<event::RhythmChanged>(body) &&
           !std::holds_alternative<event::PageRated>(body) && !std::holds_alternative<event::Planned>(body) &&
           !std::holds_alternative<event::PagingWaited>(body) &&
           !std::holds_alternative<event::PageMoved>(body) &&
           !std::holds_alternative<event::RunbookWanted>(body) && !is_phase_list(body) &&
           !std::holds_alternative<event::ActionDueTold>(body) &&
           !std::holds_alternative<event::ActionTicketRefused>(body) &&
           !std::holds_alternative<event::PostMortemShown>(body) &&
           !std::holds_alternative<event::PostMortemReminded>(body) &&
           !std::holds_alternative<event::PostMortemPutOff>(body) &&
           !std::holds_alternative<event::PostMortemHelpAsked>(body) &&
           !std::holds_alternative<event::PostMortemCopied>(body) &&
           !std::holds_alternative<event::PostMortemCopyRefused>(body);
}

TimelineEntry entry_from(const Event& event) {
    TimelineEntry entry{event.sequence, event.at, event.by, event.body, "", false, false, false};
    if (const auto* declared = std::get_if<event::Declared>(&event.body)) entry.at = declared->detected;
    if (const auto* note = std::get_if<event::NoteAdded>(&event.body)) {
        entry.at = note->at;
        entry.text = note->text;
        entry.written_by_person = true;
    }
    if (const auto* pin = std::get_if<event::MessagePinned>(&event.body)) {
        entry.at = pin->at;
        entry.text = pin->text;
        entry.written_by_person = true;
    }
    if (const auto* resolved = std::get_if<event::Resolved>(&event.body)) {
        // A form knows minutes only: within the same one, what was recorded earlier happened earlier.
        const bool same_minute = std::chrono::floor<std::chrono::minutes>(resolved->restored) ==
                                 std::chrono::floor<std::chrono::minutes>(event.at);
        entry.at = same_minute ? event.at : resolved->restored;
    }
    return entry;
}

// The fact from which the instant comes; the first of its kind counts, of resolutions the newest.
bool marks(const EventBody& body, Milestone milestone) {
    const auto turns = [&](State to) {
        const auto* changed = std::get_if<event::StatusChanged>(&body);
        return changed != nullptr && changed->to == to;
    };
    switch (milestone) {
        case Milestone::started:
            return false;
        case Milestone::detected:
            return std::holds_alternative<event::Declared>(body);
        case Milestone::acknowledged:
            return std::holds_alternative<event::Acknowledged>(body);
        case Milestone::identified:
            return turns(State::identified);
        case Milestone::mitigated:
            return turns(State::monitoring);
        case Milestone::resolved:
            return std::holds_alternative<event::Resolved>(body);
    }
    return false;
}

struct Correct {
    std::vector<TimelineEntry>& entries;

    TimelineEntry* find(int sequence) const {
        const auto found = std::ranges::find(entries, sequence, &TimelineEntry::sequence);
        return found == entries.end() ? nullptr : &*found;
    }
    void operator()(const event::EntryEdited& edited) const {
        if (auto* entry = find(edited.entry)) {
            entry->text = edited.text;
            entry->at = edited.at;
            entry->edited = true;
        }
    }
    void operator()(const event::EntryRemoved& removed) const {
        if (auto* entry = find(removed.entry)) entry->removed = true;
    }
    void operator()(const event::MessageUnpinned& unpinned) const {
        for (auto& entry : entries) {
            const auto* pin = std::get_if<event::MessagePinned>(&entry.body);
            if (pin != nullptr && pin->channel == unpinned.channel && pin->ts == unpinned.ts)
                entry.removed = true;
        }
    }
    void operator()(const event::TimesCorrected& corrected) const {
        for (const auto& time : corrected.times) {
            const auto is_it = [&](const TimelineEntry& entry) { return marks(entry.body, time.milestone); };
            const auto newest = std::ranges::find_if(std::views::reverse(entries), is_it);
            if (time.milestone == Milestone::resolved) {
                if (newest != std::views::reverse(entries).end()) newest->at = time.to;
            } else if (const auto first = std::ranges::find_if(entries, is_it); first != entries.end()) {
                first->at = time.to;
            }
        }
    }
    void operator()(const auto&) const {}
};

}  // namespace

std::vector<TimelineEntry> entries_of(const std::vector<Event>& timeline) {
    std::vector<TimelineEntry> entries;
    for (const auto& event : timeline) {
        if (is_entry(event.body)) entries.push_back(entry_from(event));
        std::visit(Correct{entries}, event.body);
    }
    std::ranges::sort(entries, {},
                      [](const TimelineEntry& entry) { return std::pair(entry.at, entry.sequence); });
    return entries;
}

std::optional<int> pinned_entry(const std::vector<Event>& timeline, const ChannelId& channel,
                                const MessageTs& ts, const UserId& user) {
    for (const auto& entry : entries_of(timeline)) {
        const auto* pin = std::get_if<event::MessagePinned>(&entry.body);
        if (pin == nullptr || entry.removed || pin->channel != channel || pin->ts != ts) continue;
        if (user.empty() || entry.by.user == user) return entry.sequence;
    }
    return std::nullopt;
}

}  // namespace tocsin

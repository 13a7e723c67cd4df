// The timeline as people edit it: which facts are entries, with corrections and removals applied. Wording an
// entry is the templates' business.
#pragma once

#include <optional>
#include <vector>

#include "bot/core/event.h"

namespace tocsin {

struct TimelineEntry {
    int sequence = 0;  // of the fact it comes from
    Time at;           // when it happened
    Actor by;
    EventBody body;    // as recorded
    std::string text;  // of a note or pinned message, as corrected; empty for facts that Tocsin recorded
    bool written_by_person = false;
    bool edited = false;
    bool removed = false;

    bool operator==(const TimelineEntry&) const = default;
};

// The entries in the order of when they happened; removed ones are there, marked. Facts that only steer
// reminders or watching are no entries.
std::vector<TimelineEntry> entries_of(const std::vector<Event>& timeline);

// The entry that keeps this message, put there by `user` (empty: by anybody) and not taken out.
std::optional<int> pinned_entry(const std::vector<Event>& timeline, const ChannelId& channel,
                                const MessageTs& ts, const UserId& user);

}  // namespace tocsin

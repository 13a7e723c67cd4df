// Arguments of the verbs about the rota: which schedule, from when to when, and who somebody is in the
// configuration. What may be changed is decided in bot/core/rota_change.h.
#pragma once

#include <optional>
#include <string_view>

#include "commands/desk.h"

namespace tocsin::commands {

// A schedule's ID, its name, or `primary` and `backup` of the default team at the start of `text`, taken off.
std::optional<ScheduleId> take_schedule(std::string_view& text, const Rules& rules);
// The one that is meant when none is named: the default team's primary, else the only one there is.
std::optional<ScheduleId> usual_schedule(const Rules& rules);
// That one first, the default team's backup after it, then the others.
std::vector<ScheduleId> schedules_in_order(const Rules& rules);

// "[from] T to T", "to T", "for 4h", "until T" at the start of `text`, taken off as far as it is understood.
struct Span {
    std::optional<Time> start, end;
};
Span take_span(std::string_view& text, std::string_view zone, Time now);

// A point in time to come at the start of `text`, taken off.
std::optional<Time> take_coming_time(std::string_view& text, std::string_view zone, Time now);

// The same human with the configuration's name for them. Error: not configured, so that no page reaches them.
Expected<Actor> configured(const Actor& who, const Rules& rules);

}  // namespace tocsin::commands

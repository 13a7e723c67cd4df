// How shifts, schedules and the people on them are called in Slack. Times are in the schedule's zone, which
// is named. Whole messages are in rota_messages.h and shift_messages.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/on_call.h"
#include "templates/render.h"

namespace tocsin::templates {

std::string schedule_name(const ScheduleId& id, const Rules& rules);  // not escaped
std::string zone_of(const ScheduleId& id, const Rules& rules);
std::string name_of(const PersonId& id, const RenderContext& context);     // Dana, not escaped
std::string mention_of(const PersonId& id, const RenderContext& context);  // <@U1>, else the escaped name
std::string mentions_of(const std::vector<PersonId>& people,
                        const RenderContext& context);  // joined by "and"; "nobody"

// Mon 2025-01-27 09:00 (America/New_York)
std::string short_local(Time at, std::string_view zone);
// Monday 09:00 (America/New_York); with the date when it is further away than six days.
std::string near_local(Time at, std::string_view zone, Time now);
std::string clock_local(Time at, std::string_view zone);  // 09:00
// "Tue 14:00 to Tue 18:00 (America/New_York)"; with dates when it is further away than six days.
std::string span_local(Time start, Time end, std::string_view zone, Time now);

// What a person can be reached by: "phone and SMS at the number ending 4821"; empty: in Slack alone.
std::string reach_of(const Person& person, const std::vector<Means>& usable);

}  // namespace tocsin::templates

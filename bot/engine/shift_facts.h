// What is known of a shift when something is said about it: who is beside it, before it and after it, what
// was handed over, how often the person was paged. Read from the rota and the store; nothing is changed.
#pragma once

#include "bot/engine/workbench.h"
#include "templates/shift_messages.h"

namespace tocsin::engine {

templates::ShiftFacts shift_facts(Workbench& bench, const ScheduleId& schedule, const DutyShift& shift);

// Its start is said by text too: short ones are not worth it.
bool is_texted(const DutyShift& shift);

// "primary" and "backup" of the default team; else the schedule's name.
std::string role_of(const ScheduleId& schedule, const Rules& rules);

// Pages of incidents in that time, each once however many means carried it. Drills do not count.
templates::PagedFacts paged_in(Workbench& bench, const Person& person, Time from, Time to);

// The person said to be ready, lately or by accepting a cover that begins this shift.
bool is_ready(Workbench& bench, const ScheduleId& schedule, const DutyShift& shift);

}  // namespace tocsin::engine

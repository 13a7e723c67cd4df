// What is said about a shift by text (interactions.md 8.2), in one segment each. The direct messages are in
// shift_messages.h.
#pragma once

#include <string>
#include <vector>

#include "bot/core/shift_plan.h"
#include "templates/shift_messages.h"

namespace tocsin::templates {

std::string shift_start_text(const ShiftFacts& facts, const RenderContext& context);
std::string shift_ready_text(const ScheduleId& schedule, const DutyShift& shift,
                             const RenderContext& context);
std::string cover_asked_text(const std::vector<PersonId>& asked, const RenderContext& context);
std::string nobody_covers_text();

}  // namespace tocsin::templates

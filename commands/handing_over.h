// Notes for the next person on call, as typed or by the button two hours before a shift ends.
#pragma once

#include <optional>

#include "commands/desk.h"

namespace tocsin::commands {

// The form, filled with what is open now.
Answer open_handover(const Request& request, const ScheduleId& schedule, Desk& desk);
Expected<Answer> last_note(const std::optional<ScheduleId>& schedule, Desk& desk);

}  // namespace tocsin::commands

// By when an incident should be acknowledged: the severity's target, counted from its detection. What is told
// when it is missed is on the card; who is paged is not decided here.
#pragma once

#include <optional>

#include "bot/core/incident.h"
#include "bot/core/rules.h"

namespace tocsin {

// In business time where the severity keeps business hours; none where it has no target.
std::optional<Time> acknowledge_target(const Incident& incident, const Rules& rules);

// The target that nobody was told of yet, whether it has passed or not; none when somebody acknowledged.
std::optional<Time> open_target(const Incident& incident, const Rules& rules);

}  // namespace tocsin

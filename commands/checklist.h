// The readiness list as things stand, for the verb and for Home. What makes a point done is
// bot/core/readiness.h.
#pragma once

#include "bot/core/readiness.h"
#include "commands/desk.h"

namespace tocsin::commands {

std::vector<ReadinessPoint> readiness_now(Desk& desk);
// Somebody else who has answered no test page lately; nobody too where `reader` may not ask.
std::optional<Person> to_ask_for_test_page(const SlackUser& reader, Desk& desk);

}  // namespace tocsin::commands

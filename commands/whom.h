// Whom a typed word or a form names as somebody to page: a person, whoever is on call, a group.
#pragma once

#include <string_view>

#include "bot/core/escalation.h"
#include "commands/desk.h"

namespace tocsin::commands {

// "<@U1>", "me", "<!subteam^S1>", "primary", "schedule:nights", the ID or name of a schedule or person.
// Errors: nobody of that name, a bot, a guest, a group whose members are not known.
Expected<tocsin::Target> whom(std::string_view word, const Request& request, Desk& desk);
Expected<tocsin::Target> target_of(const UserId& user, Desk& desk);

}  // namespace tocsin::commands

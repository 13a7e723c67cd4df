// Keeping a message in the timeline: by the message menu or by a reaction.
#pragma once

#include "commands/interpreter.h"

namespace tocsin::commands {

Answer pin_from_menu(const Request& request, const ShortcutUse& use, Desk& desk);
Answer submit_pin(const Request& request, const slack::ViewInfo& view, Desk& desk);
std::optional<Time> time_of_message(const MessageTs& ts);  // "1610241741.000200"

}  // namespace tocsin::commands

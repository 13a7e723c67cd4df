// Action items that begin elsewhere than in a typed line: a form, a message's menu, a reaction. The verbs
// `action` and `actions` are in verbs.h.
#pragma once

#include "commands/interpreter.h"

namespace tocsin::commands {

// The form also chooses the incident where it was opened outside of one.
Answer submit_action(const Request& request, const slack::ViewInfo& view, Desk& desk);
Answer action_from_menu(const Request& request, const ShortcutUse& use, Desk& desk);
// The reactor is shown where owner and date are set; a second reaction to the same message says nothing.
Expected<Answer> action_from_reaction(const Request& request, const ReactionUse& use, Desk& desk);

}  // namespace tocsin::commands

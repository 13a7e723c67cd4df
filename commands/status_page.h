// The form of the public entry as a second step of others: after a declaration, an update or a resolution.
// The verb itself is statuspage in status_page.cpp.
#pragma once

#include <optional>
#include <string>

#include "commands/presses.h"
#include "commands/verb.h"

namespace tocsin::commands {

// nullopt: there is no page, the person may not publish, or the public may not be told of this incident.
// `note`: what has just happened.
std::optional<slack::View> public_entry_step(const Request& request, const Incident& incident,
                                             const std::string& note, Desk& desk);
// The form anew, after another heading was chosen in it.
slack::View public_entry_preview(const Submission& submission, Desk& desk);

}  // namespace tocsin::commands

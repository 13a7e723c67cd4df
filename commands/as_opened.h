// What somebody saw when they opened a form: what they left alone is not theirs to change, and what somebody
// else changed meanwhile they have to be told.
#pragma once

#include <functional>
#include <string>

#include "commands/desk.h"

namespace tocsin::commands {

// The incident as it was at that revision; 0: as it was declared.
Incident as_opened(const Incident& incident, int revision, Desk& desk);

// Who did the newest thing after that revision that `matches`, by name; "Somebody" where none is known.
std::string who_changed(const Incident& incident, int revision,
                        const std::function<bool(const EventBody&)>& matches, Desk& desk);

}  // namespace tocsin::commands

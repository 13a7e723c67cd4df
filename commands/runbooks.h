// Which runbook an incident has, and when each was posted last: that is remembered as notes of the store.
// Showing and posting one is runbook.cpp.
#pragma once

#include <string_view>

#include "bot/core/runbook.h"
#include "commands/desk.h"

namespace tocsin::commands {

// Of its service, else of its alerts, else of its name; nullptr: there is none.
const Runbook* runbook_for(const Incident& incident, Desk& desk);

RunbookUse use_of(std::string_view runbook, Desk& desk);
// Its steps were posted: in a drill that tests it, else it is used.
void note_use(std::string_view runbook, const Incident& incident, Desk& desk);

}  // namespace tocsin::commands

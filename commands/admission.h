// Who may make an incident SEV 1 or 2 (slack.restrict_sev1): the one check behind every door to it, declaring
// and raising, typed, pressed or entered. Rights that do not depend on the severity are bot/core/permissions.
#pragma once

#include "commands/desk.h"

namespace tocsin::commands {

// The value: whether Slack did not say, so that it is allowed unchecked. Error: forbidden, with whom to ask;
// `unchanged` closes its sentence: "Nothing was declared."
Expected<bool> admission(Severity to, const Request& request, std::string_view unchanged, Desk& desk);

// Writes on the timeline that it was allowed unchecked.
Expected<Incident> note_unchecked(const Incident& incident, const Request& request, Desk& desk);

}  // namespace tocsin::commands

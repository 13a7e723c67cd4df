// Declaring an incident once everything is said, and the form that asks for the rest. The verb, the buttons
// of its question and the shortcuts share these.
#pragma once

#include "commands/declaration.h"
#include "commands/verb.h"
#include "templates/forms.h"

namespace tocsin::commands {

// Whether the person may declare that. The value: Slack did not say, so that it is allowed and noted.
Expected<bool> may_declare(const Declaration& declaration, const Request& request, Desk& desk);
// What is recorded. Needs a severity and a title.
event::Declared fact_of(const Declaration& declaration, const Rules& rules, Time now);

// Needs a severity and a title. `anyway`: somebody said that it is not the incident that looks the same.
Expected<Answer> declare_now(const Declaration& declaration, const Request& request, bool anyway, Desk& desk);
slack::View declare_view(const Declaration& declaration, const templates::FormOrigin& origin, Desk& desk);
// What stands in the form now.
Declaration entered_declaration(const Submission& submission, Desk& desk);
// The form anew, after a severity or a service was chosen in it.
slack::View declare_preview_view(const Submission& submission, Desk& desk);

}  // namespace tocsin::commands

// The update form and what a typed update says besides its words. Used by the verb and by the reminder's
// buttons.
#pragma once

#include "bot/core/decide.h"
#include "commands/verb.h"
#include "templates/forms.h"

namespace tocsin::commands {

struct TypedUpdate {
    command::Update update;
    bool resolves = false;  // "resolved: …"
    bool operator==(const TypedUpdate&) const = default;
};
// "[status:] text [eta 5m] [next 15m]"
TypedUpdate parse_update(std::string_view text);

// Opens the form; the lead's reminders wait while it is open.
Expected<Answer> open_update_form(const Request& request, const Incident& incident,
                                  templates::UpdateForm form, Desk& desk);
// The form that takes the place of this one because of the status chosen in it; none: it stays.
std::optional<slack::View> form_for_status(const Submission& submission, Desk& desk);

}  // namespace tocsin::commands

// What was entered into a form of the status page, as public words: markup becomes plain text, and what
// should not be public is found. Publishing is the desk's business.
#pragma once

#include <string>
#include <vector>

#include "commands/verb.h"
#include "templates/public_entry_form.h"

namespace tocsin::commands {

templates::PublicEntryForm entered_public_entry(const Submission& submission, Desk& desk);
// Sentences under their fields; empty: nothing is wrong with it.
FieldErrors wrong_in(const templates::PublicEntryForm& form, Desk& desk);
// What somebody should think twice about; empty: nothing, or the same words were warned of already.
std::vector<std::string> to_warn_of(templates::PublicEntryForm& form, const Incident* incident, Desk& desk);

PublicDraft draft_of(const templates::PublicEntryForm& form);
MaintenanceDraft maintenance_of(const templates::PublicEntryForm& form);

}  // namespace tocsin::commands

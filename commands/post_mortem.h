// What the verb `postmortem` shares with its forms: who may do what, and saving what was written in the form.
#pragma once

#include <optional>

#include "commands/verb.h"

namespace tocsin::commands {

// What to tell a person who may not; nothing: they may. `what`: "edit the post-mortem".
std::optional<Answer> post_mortem_objection(Right right, std::string_view what, const Incident& incident,
                                            const Request& request, Desk& desk);

// The form with what is written by now; the error is what to tell the person.
std::expected<slack::View, Answer> post_mortem_view(const Incident& incident, const Request& request,
                                                    Desk& desk);
Expected<Answer> submit_post_mortem(const Submission& submission, Desk& desk);

Answer submit_post_mortem_help(const Request& request, const slack::ViewInfo& view, Desk& desk);
Answer submit_times(const Request& request, const slack::ViewInfo& view, Desk& desk);

}  // namespace tocsin::commands

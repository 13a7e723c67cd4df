// Short ways to answer: a sentence, an error, a form. Wording of more than a sentence lives in templates.
#pragma once

#include <string_view>

#include "commands/desk.h"
#include "commands/verb.h"
#include "templates/forms.h"

namespace tocsin::commands {

Answer say(std::string_view mrkdwn);  // safe text: whatever was typed goes through slack::typed
Answer say_error(const Error& error);
// Answers inside the message whose button was pressed, so that the question cannot be answered twice.
Answer in_place(Answer answer, std::string_view when_nothing);

// A form where a trigger is at hand, else a button that opens it. `waits`: the verb with what was typed.
struct Waiting;
Answer open_form(const Request& request, slack::View view, const Waiting& waits, Desk& desk);

IncidentCommand command_of(const Request& request, CommandBody body);
// Carries the command out; what people see of it in Slack is the answer.
Expected<Answer> act_quietly(const Request& request, const Incident& incident, CommandBody body, Desk& desk);

templates::FormOrigin origin_of(const Request& request);
templates::FormKey key_of(const Incident& incident);

}  // namespace tocsin::commands

#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (invocation.text.empty()) {
        return open_form(invocation.request,
                         templates::reopen_form(incident, key_of(incident), desk.render()),
                         {"reopen", "", incident.number, ""}, desk);
    }
    return act_quietly(invocation.request, incident, command::Reopen{invocation.text}, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    return act_quietly(submission.request, *submission.incident,
                       command::Reopen{submission.value(field::reopen_reason)}, desk);
}

}  // namespace

Verb reopen_verb() {
    return {.name = "reopen",
            .usage = "[INC] reason",
            .summary = "take the resolution back",
            .example = "/incident reopen INC-42 Errors are back.",
            .details = "Up to 7 days after the end; later declare a new incident.",
            .right = Right::finish,
            .works = Verb::Works::on_ended_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::reopen,
            .submit = submit,
            .error_field = field::reopen_reason};
}

}  // namespace tocsin::commands

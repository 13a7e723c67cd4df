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
                         templates::cancel_form(incident, key_of(incident), desk.render()),
                         {"cancel", "", incident.number, ""}, desk);
    }
    return act_quietly(invocation.request, incident, command::Cancel{invocation.text}, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    return act_quietly(submission.request, *submission.incident,
                       command::Cancel{submission.value(field::cancel_reason)}, desk);
}

}  // namespace

Verb cancel_verb() {
    return {.name = "cancel",
            .aliases = {"false-alarm", "fa"},
            .usage = "[INC] reason",
            .summary = "mark it as not an incident",
            .example = "/incident cancel The monitor was misconfigured.",
            .right = Right::finish,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::cancel,
            .submit = submit,
            .error_field = field::cancel_reason};
}

}  // namespace tocsin::commands

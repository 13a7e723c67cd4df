#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (invocation.text.empty()) {
        return open_form(invocation.request, templates::cause_form(incident, key_of(incident), desk.render()),
                         {"cause", "", incident.number, ""}, desk);
    }
    return act_quietly(invocation.request, incident, command::GiveCause{invocation.text}, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    return act_quietly(submission.request, *submission.incident,
                       command::GiveCause{submission.value(field::cause_text)}, desk);
}

}  // namespace

Verb cause_verb() {
    return {.name = "cause",
            .usage = "[INC] text",
            .summary = "tell the root cause after the resolution",
            .example = "/incident cause INC-42 Connection pool exhausted by a traffic spike.",
            .right = Right::drive,
            .works = Verb::Works::on_ended_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::cause,
            .submit = submit,
            .error_field = field::cause_text};
}

}  // namespace tocsin::commands

#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (is_lead(incident, invocation.request.user.id)) {
        return Say{answer::already_lead(incident, desk.render())};
    }
    if (incident.acknowledged) return Say{answer::acknowledged_before_you(incident, desk.render())};
    return act_quietly(invocation.request, incident, command::Acknowledge{}, desk);
}

}  // namespace

Verb acknowledge_verb() {
    return {.name = "ack",
            .aliases = {"a", "acknowledge"},
            .usage = "[INC]",
            .summary = "take the incident",
            .example = "/incident ack INC-42",
            .details = "The first one leads. Pages stop, the thread is told, update reminders start.",
            .right = Right::acknowledge,
            .works = Verb::Works::on_open_incident,
            .run = run};
}

}  // namespace tocsin::commands

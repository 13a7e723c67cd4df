#include "commands/acknowledge.h"

#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    return acknowledge(invocation.request, *invocation.incident, 0, desk);
}

}  // namespace

Expected<Answer> acknowledge(const Request& request, const Incident& incident, int page, Desk& desk) {
    if (!is_unanswered(incident.state)) {
        if (is_lead(incident, request.user.id)) return Say{answer::already_lead(incident, desk.render())};
        return Say{answer::acknowledged_before_you(incident, desk.render())};
    }
    return act_quietly(request, incident, command::Acknowledge{page}, desk);
}

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

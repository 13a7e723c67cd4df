#include "bot/core/next_level.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    const auto next = next_orders(incident, {desk.rules(), desk.on_call(), {}}, desk.now());
    if (next.empty()) return Say{answer::nobody_left(incident, desk.render())};
    if (!invocation.confirmed) {
        const auto draft = keep({"escalate", invocation.text, incident.number, ""}, request.user.id, desk);
        return Say{answer::confirm_escalate(incident, next, draft, desk.render())};
    }
    return act_quietly(request, incident, command::Escalate{invocation.text}, desk);
}

}  // namespace

Verb escalate_verb() {
    return {.name = "escalate",
            .aliases = {"e"},
            .usage = "[INC] [reason]",
            .summary = "page the next level now",
            .example = "/incident escalate Need somebody who knows the database.",
            .details = "The incident pages again until somebody acknowledges; whoever leads still leads.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .run = run};
}

}  // namespace tocsin::commands

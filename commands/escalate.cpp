#include <fmt/format.h>

#include "bot/core/next_level.h"
#include "bot/slack/mrkdwn.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

// Two people who are asked the same want it done once.
std::optional<Event> escalated_since(const Incident& incident, int asked_at, Desk& desk) {
    if (asked_at == 0 || incident.revision == asked_at) return std::nullopt;
    for (auto& event : desk.tx().timeline(incident.number)) {
        if (event.sequence > asked_at && event.by.is_somebody() &&
            std::holds_alternative<event::Escalated>(event.body))
            return std::move(event);
    }
    return std::nullopt;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    const auto next = next_orders(incident, {desk.rules(), desk.on_call(), {}}, desk.now());
    if (next.empty()) return Say{answer::nobody_left(incident, desk.render())};
    if (!invocation.confirmed) {
        const auto draft = keep({"escalate", invocation.text, incident.number, "", incident.revision},
                                request.user.id, desk);
        return Say{answer::confirm_escalate(incident, next, draft, desk.render())};
    }
    if (const auto before = escalated_since(incident, invocation.asked_at, desk)) {
        return say(
            fmt::format("{} escalated {} at {} UTC already, after this question was asked. Nothing was "
                        "changed; `/incident escalate` pages the next level.",
                        slack::escape(templates::name_of(before->by, desk.render())), name_of(incident),
                        format_clock(before->at)));
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

#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

Expected<Answer> turn(const Invocation& invocation, bool on, Desk& desk) {
    const auto& incident = *invocation.incident;
    auto done = act_quietly(invocation.request, incident, command::Watch{on}, desk);
    if (!done) return done;
    return Say{templates::answer::watching(incident, on)};
}

Expected<Answer> watch(const Invocation& invocation, Desk& desk) {
    return turn(invocation, true, desk);
}
Expected<Answer> unwatch(const Invocation& invocation, Desk& desk) {
    return turn(invocation, false, desk);
}

}  // namespace

Verb watch_verb() {
    return {.name = "watch",
            .aliases = {"subscribe"},
            .usage = "[INC]",
            .summary = "get a direct message on milestones",
            .example = "/incident watch INC-42",
            .right = Right::see,
            .works = Verb::Works::on_open_incident,
            .run = watch};
}

Verb unwatch_verb() {
    return {.name = "unwatch",
            .aliases = {"unsubscribe"},
            .usage = "[INC]",
            .summary = "stop watching",
            .example = "/incident unwatch INC-42",
            .right = Right::see,
            .works = Verb::Works::on_any_incident,
            .run = unwatch};
}

}  // namespace tocsin::commands

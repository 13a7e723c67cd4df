#include <fmt/format.h>

#include <algorithm>

#include "commands/say.h"
#include "commands/verbs.h"

namespace tocsin::commands {
namespace {

Expected<Answer> join(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (is_participant(incident, invocation.request.user.id)) {
        return say(fmt::format("You are part of {} already.", name_of(incident)));
    }
    auto joined = act_quietly(invocation.request, incident, command::Join{}, desk);
    if (!joined) return joined;
    return say(fmt::format("You are part of {} now.", name_of(incident)));
}

Expected<Answer> leave(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (!is_participant(incident, invocation.request.user.id)) {
        return say(fmt::format("You are not part of {}. Nothing was changed.", name_of(incident)));
    }
    auto left = act_quietly(invocation.request, incident, command::Leave{}, desk);
    if (!left) return left;
    return say(fmt::format("You left {}.", name_of(incident)));
}

}  // namespace

Verb join_verb() {
    return {.name = "join",
            .usage = "[INC]",
            .summary = "take part",
            .example = "/incident join INC-42",
            .right = Right::take_part,
            .works = Verb::Works::on_open_incident,
            .run = join};
}

Verb leave_verb() {
    return {.name = "leave",
            .usage = "[INC]",
            .summary = "stop taking part",
            .example = "/incident leave INC-42",
            .right = Right::take_part,
            .works = Verb::Works::on_open_incident,
            .run = leave};
}

}  // namespace tocsin::commands

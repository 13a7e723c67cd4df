#include "commands/verbs.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    const auto entries =
        templates::timeline_lines(incident, desk.tx().timeline(incident.number), desk.render());
    return Say{answer::show({incident, desk.thread_url(incident.number)}, entries, {}, desk.render())};
}

}  // namespace

Verb show_verb() {
    return {.name = "show",
            .usage = "[INC]",
            .summary = "show one incident in full",
            .example = "/incident show INC-42",
            .right = Right::see,
            .works = Verb::Works::on_any_incident,
            .run = run};
}

}  // namespace tocsin::commands

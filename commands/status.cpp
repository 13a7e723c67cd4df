#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/grammar.h"
#include "commands/registry.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;

// "status identified Fix is being deployed."
Expected<Answer> change(const Invocation& invocation, Desk& desk) {
    auto text = std::string_view(invocation.text);
    auto word = take_word(text);
    if (word.ends_with(':')) word.remove_suffix(1);
    const auto state = parse_state(to_lower(word));
    if (!state) {
        return fail(ErrorKind::invalid,
                    fmt::format("\"{}\" is no status. It can be investigating, identified, monitoring or "
                                "resolved. Nothing was changed.",
                                cut(word, 40)));
    }
    if (*state == State::resolved) {
        auto next = invocation;
        next.text = text;
        return invoke(*find_verb("resolve"), std::move(next), desk);
    }
    return act_quietly(invocation.request, *invocation.incident,
                       command::ChangeStatus{*state, std::string(text)}, desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    if (invocation.text.empty()) {
        return Say{answer::status_facts({incident, desk.thread_url(incident.number)}, {}, desk.render())};
    }
    // Looking is for everybody, changing is not.
    auto changing = status_verb();
    changing.right = Right::drive;
    changing.works = Verb::Works::on_open_incident;
    changing.run = change;
    return invoke(changing, invocation, desk);
}

}  // namespace

Verb status_verb() {
    return {.name = "status",
            .aliases = {"st"},
            .usage = "[INC] [investigating|identified|monitoring|resolved [text]]",
            .summary = "show or change the status",
            .example = "/incident status identified Fix is being deployed.",
            .right = Right::see,
            .works = Verb::Works::on_any_incident,
            .run = run};
}

}  // namespace tocsin::commands

#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

Expected<Answer> give_back(const Invocation& invocation, Desk& desk) {
    return act_quietly(invocation.request, *invocation.incident, command::GiveBack{invocation.text}, desk);
}

Expected<Answer> pass_on(const Invocation& invocation, Desk& desk) {
    return act_quietly(invocation.request, *invocation.incident, command::PassOn{}, desk);
}

Expected<Answer> reassign(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    auto note = std::string_view(invocation.text);
    if (note.empty()) {
        return fail(ErrorKind::invalid, "Name who gets it: /incident reassign @lee. Nothing was changed.");
    }
    auto to = person_named(take_word(note), request, desk);
    if (!to) return std::unexpected(to.error());
    if (const auto* person = desk.rules().person_of(to->user)) *to = actor_of(*person);
    return act_quietly(request, *invocation.incident, command::Reassign{*std::move(to), std::string(note)},
                       desk);
}

}  // namespace

Verb give_back_verb() {
    return {.name = "giveback",
            .aliases = {"give-back", "unack"},
            .usage = "[INC] [reason]",
            .summary = "give the incident back; paging starts again",
            .example = "/incident giveback My laptop is dead.",
            .right = Right::take_part,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .run = give_back};
}

Verb pass_on_verb() {
    return {.name = "pass",
            .aliases = {"decline", "cant"},
            .usage = "[INC]",
            .summary = "pass your page on to the next person",
            .example = "/incident pass INC-42",
            .details = "The next person is paged at once. The timeline records it without judgement.",
            .right = Right::take_part,
            .works = Verb::Works::on_open_incident,
            .run = pass_on};
}

Verb reassign_verb() {
    return {.name = "reassign",
            .usage = "[INC] @user [note]",
            .summary = "page one person as the first level",
            .example = "/incident reassign @lee Payments is yours.",
            .details = "They have to acknowledge themselves; the next level follows after its timeout.",
            .right = Right::page,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .run = reassign};
}

}  // namespace tocsin::commands

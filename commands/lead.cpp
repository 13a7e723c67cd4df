#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/slack/mrkdwn.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

Expected<Answer> hand_over(const Request& request, const Incident& incident, const Actor& to,
                           std::string note, Desk& desk) {
    if (to.user == request.user.id) {
        return act_quietly(request, incident, command::TakeLead{std::move(note)}, desk);
    }
    auto offered = act_quietly(request, incident, command::OfferLead{to, std::move(note)}, desk);
    if (!offered) return offered;
    const auto withdrawn = incident.lead_offer ? fmt::format(" {} was asked before and is told.",
                                                             slack::mention(incident.lead_offer->to.user))
                                               : std::string();
    return say(fmt::format("{} is asked to take the lead of {}.{} Until then nothing changes.",
                           slack::mention(to.user), name_of(incident), withdrawn));
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    auto note = std::string_view(invocation.text);
    if (note.empty()) {
        return open_form(request, templates::lead_form(incident, key_of(incident), desk.render()),
                         {"lead", "", incident.number, ""}, desk);
    }
    const auto to = person_named(take_word(note), request, desk);
    if (!to) return std::unexpected(to.error());
    return hand_over(request, incident, *to, std::string(note), desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const UserId user{submission.value(field::lead_to)};
    if (user.empty()) return FieldErrors{{{std::string(field::lead_to.block), "Please choose a person."}}};
    const auto to = person_with(user, desk);
    if (!to) return std::unexpected(to.error());
    return hand_over(submission.request, *submission.incident, *to, submission.value(field::lead_note), desk);
}

}  // namespace

Verb lead_verb() {
    return {.name = "lead",
            .aliases = {"handover", "assign"},
            .usage = "[INC] @user|me [note]",
            .summary = "hand over or take the lead",
            .example = "/incident lead @lee Pool is raised, watching the error rate.",
            .details = "The other person is asked first; `lead me` takes effect at once.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .run = run,
            .form = slack::form::lead,
            .submit = submit,
            .error_field = field::lead_to};
}

}  // namespace tocsin::commands

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/core/page_history.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "commands/whom.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

slack::View form_of(const Incident& incident, Desk& desk) {
    std::vector<Schedule> schedules;
    for (const auto& [id, schedule] : desk.rules().schedules) schedules.push_back(schedule);
    return templates::page_form(incident, schedules, key_of(incident), desk.render());
}

Expected<Answer> page(const Request& request, const Incident& incident, std::vector<tocsin::Target> to,
                      std::string text, Desk& desk) {
    return act_quietly(request, incident, command::PageSomeone{std::move(to), {}, std::move(text)}, desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    auto text = std::string_view(invocation.text);
    if (text.empty())
        return open_form(request, form_of(incident, desk), {"page", "", incident.number, ""}, desk);
    auto target = whom(take_word(text), request, desk);
    if (!target) return std::unexpected(target.error());
    return page(request, incident, {*std::move(target)}, std::string(text), desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    std::vector<tocsin::Target> to;
    if (const UserId user{submission.value(field::page_to)}; !user.empty()) {
        auto target = target_of(user, desk);
        if (!target) return std::unexpected(target.error());
        to.push_back(*std::move(target));
    }
    if (auto schedule = parse_target(submission.value(field::page_schedule)))
        to.push_back(*std::move(schedule));
    if (to.empty())
        return FieldErrors{{{std::string(field::page_to.block), "Please choose a person or a schedule."}}};
    return page(submission.request, *submission.incident, std::move(to), submission.value(field::page_text),
                desk);
}

Expected<Answer> ledger(const Invocation& invocation, Desk& desk) {
    const auto& incident = *invocation.incident;
    return Say{templates::answer::pages(incident, page_histories(desk.tx().timeline(incident.number)),
                                        desk.render())};
}

}  // namespace

Verb page_verb() {
    return {.name = "page",
            .usage = "@user|schedule|group [INC] [message]",
            .summary = "page someone",
            .example = "/incident page @sam Need a second pair of eyes.",
            .details = "In addition to the policy, by the means of the severity.",
            .right = Right::page,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .target_is_second = true,
            .without_incident = "adhoc",
            .run = run,
            .form = slack::form::page,
            .submit = submit,
            .error_field = field::page_to};
}

Verb pages_verb() {
    return {.name = "pages",
            .aliases = {"ledger"},
            .usage = "[INC]",
            .summary = "show what became of every page",
            .example = "/incident pages INC-42",
            .details = "From queued to confirmed by a person, with provider and times.",
            .right = Right::see,
            .works = Verb::Works::on_any_incident,
            .run = ledger};
}

}  // namespace tocsin::commands

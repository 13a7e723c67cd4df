#include <algorithm>

#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/say.h"
#include "commands/status_page.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
namespace field = slack::field;

bool asks_first(Severity severity) {
    return severity == Severity::sev1 || severity == Severity::sev2;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    const Waiting waiting{"resolve", invocation.text, incident.number, ""};
    if (invocation.text.empty()) {
        templates::ResolveForm form;
        form.key = key_of(incident);
        return open_form(request, templates::resolve_form(incident, form, desk.render()), waiting, desk);
    }
    if (asks_first(incident.severity) && !invocation.confirmed) {
        const auto draft = keep(waiting, request.user.id, desk);
        return Say{answer::confirm_resolve(incident, draft, desk.render())};
    }
    command::Resolve resolve;
    resolve.mitigation = invocation.text;
    return act_quietly(request, incident, std::move(resolve), desk);
}

// The picker knows whole minutes: one that lies in the running minute, or in the minute of the start, means
// that moment.
Time whole_minute(Time picked, const Incident& incident, Time now) {
    if (picked > now && picked < now + 1min) return now;
    if (picked < incident.started && picked > incident.started - 1min) return incident.started;
    return picked;
}

DataLoss data_loss(std::string_view value) {
    return value == "lost" ? DataLoss::lost : value == "possible" ? DataLoss::possible : DataLoss::none;
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto& incident = *submission.incident;
    command::Resolve resolve;
    resolve.cause = submission.value(field::resolve_cause);
    resolve.mitigation = submission.value(field::resolve_mitigation);
    resolve.data = data_loss(submission.value(field::resolve_data));
    resolve.asked_data = true;
    const auto verified = submission.all(field::resolve_verify);
    for (const auto& [key, words] : templates::resolve_checks()) {
        if (std::ranges::find(verified, key) == verified.end()) resolve.unchecked.push_back(words);
    }
    if (const auto picked = picked_time(submission.value(field::resolve_restored))) {
        resolve.restored = whole_minute(*picked, incident, desk.now());
        if (*resolve.restored > desk.now() || *resolve.restored < incident.started) {
            return FieldErrors{{{std::string(field::resolve_restored.block),
                                 "The service was restored between the start and now."}}};
        }
    }
    if (const auto owner = submission.value(field::resolve_owner); !owner.empty()) {
        const auto person = person_with(UserId{owner}, desk);
        if (!person) return FieldErrors{{{std::string(field::resolve_owner.block), person.error().message}}};
        resolve.post_mortem_owner = *person;
    }
    const auto after = desk.act(incident, command_of(submission.request, std::move(resolve)));
    if (!after) return std::unexpected(after.error());
    if (!after->public_face) return Nothing{};
    auto next = public_entry_step(submission.request, *after, name_of(*after) + " is resolved.", desk);
    return next ? Answer{NextForm{*std::move(next)}} : Answer{Nothing{}};
}

}  // namespace

Verb resolve_verb() {
    return {.name = "resolve",
            .aliases = {"r", "fixed"},
            .usage = "[INC] [text]",
            .summary = "end the incident",
            .example = "/incident resolve Restarted the API service.",
            .details =
                "The text is what brought the service back; the root cause is asked for in the thread. "
                "Without a text the form opens.",
            .right = Right::finish,
            .works = Verb::Works::on_open_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::resolve,
            .submit = submit,
            .error_field = field::resolve_mitigation};
}

}  // namespace tocsin::commands

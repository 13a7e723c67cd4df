#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
namespace field = slack::field;

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    const Waiting waiting{"severity", invocation.text, incident.number, ""};
    auto reason = std::string_view(invocation.text);
    if (reason.empty()) {
        return open_form(request, templates::severity_form(incident, key_of(incident), desk.render()),
                         waiting, desk);
    }
    const auto to = take_severity(reason);
    if (!to) {
        return fail(
            ErrorKind::invalid,
            fmt::format("\"{}\" is no severity. Write it like /incident severity {} 2 <reason>. Nothing "
                        "was changed.",
                        cut(take_word(reason), 40), name_of(incident)));
    }
    if (more_severe(*to, incident.severity) && !invocation.confirmed) {
        const auto draft = keep(waiting, request.user.id, desk);
        return Say{answer::confirm_severity(incident, *to, std::nullopt, draft, desk.render())};
    }
    return act_quietly(request, incident, command::ChangeSeverity{*to, std::string(reason)}, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto to = parse_severity(submission.value(field::severity_to));
    if (!to) return FieldErrors{{{std::string(field::severity_to.block), "Please choose a severity."}}};
    return act_quietly(submission.request, *submission.incident,
                       command::ChangeSeverity{*to, submission.value(field::severity_reason)}, desk);
}

}  // namespace

Verb severity_verb() {
    return {.name = "severity",
            .aliases = {"sev"},
            .usage = "[INC] 1-4 [reason]",
            .summary = "change the severity",
            .example = "/incident severity 1 Error rate is at 50%.",
            .details = "Raising it asks first. Lowering it never stops a page that is already answered.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .number_is_argument = true,
            .run = run,
            .form = slack::form::severity,
            .submit = submit,
            .error_field = field::severity_to};
}

}  // namespace tocsin::commands

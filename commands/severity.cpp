#include <fmt/format.h>

#include "bot/base/text.h"
#include "commands/admission.h"
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

// The value: whether it is raised unchecked.
Expected<bool> may_change(const Incident& incident, Severity to, const Request& request, Desk& desk) {
    if (!more_severe(to, incident.severity)) return false;
    return admission(to, request, "Nothing was changed.", desk);
}

Expected<Answer> change(const Incident& incident, Severity to, std::string reason, const Request& request,
                        Desk& desk) {
    const auto unchecked = may_change(incident, to, request, desk);
    if (!unchecked) return std::unexpected(unchecked.error());
    auto changed = desk.act(incident, command_of(request, command::ChangeSeverity{to, std::move(reason)}));
    if (changed && *unchecked) changed = note_unchecked(*changed, request, desk);
    if (!changed) return std::unexpected(changed.error());
    return Nothing{};
}

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
        // Nobody is asked what they would be refused.
        if (const auto may = may_change(incident, *to, request, desk); !may)
            return std::unexpected(may.error());
        const auto draft = keep(waiting, request.user.id, desk);
        return Say{answer::confirm_severity(incident, *to, std::nullopt, draft, desk.render())};
    }
    return change(incident, *to, std::string(reason), request, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto to = parse_severity(submission.value(field::severity_to));
    if (!to) return FieldErrors{{{std::string(field::severity_to.block), "Please choose a severity."}}};
    return change(*submission.incident, *to, submission.value(field::severity_reason), submission.request,
                  desk);
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

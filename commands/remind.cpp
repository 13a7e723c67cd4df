#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "bot/core/reminders.h"
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

constexpr Duration shortest_rhythm = 1min;
constexpr Duration longest_rhythm = 24h;

Expected<Answer> stop(const Request& request, const Incident& incident, std::string reason, Desk& desk) {
    if (may(Right::stop_reminders, request.user, &incident, desk.rules()) != Verdict::yes) {
        return Say{answer::no_permission("Only the lead", "stop reminders", &incident, desk.render())};
    }
    return act_quietly(request, incident, command::ChangeRhythm{std::nullopt, true, std::move(reason)}, desk);
}

Expected<Answer> change(const Request& request, const Incident& incident, std::optional<Duration> every,
                        std::string reason, Desk& desk) {
    if (every && (*every < shortest_rhythm || *every > longest_rhythm)) {
        return fail(ErrorKind::invalid,
                    "Updates can be asked for every 1 minute to 24 hours. Nothing was changed.");
    }
    return act_quietly(request, incident, command::ChangeRhythm{every, false, std::move(reason)}, desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    auto text = std::string_view(invocation.text);
    if (text.empty()) {
        return open_form(request, templates::rhythm_form(incident, key_of(incident), desk.render()),
                         {"remind", "", incident.number, ""}, desk);
    }
    if (const auto every = take_duration(text)) {
        return change(request, incident, *every, std::string(text), desk);
    }
    const auto word = take_word(text);
    if (iequals(word, "off") || iequals(word, "stop"))
        return stop(request, incident, std::string(text), desk);
    if (iequals(word, "on")) return change(request, incident, std::nullopt, std::string(text), desk);
    return fail(
        ErrorKind::invalid,
        fmt::format("\"{}\" is no rhythm. Write /incident remind 15m, off <reason> or on. Nothing was "
                    "changed.",
                    cut(word, 40)));
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto every = submission.value(field::rhythm_every);
    auto reason = submission.value(field::rhythm_reason);
    const auto& incident = *submission.incident;
    if (every == "off") {
        if (incident.severity == Severity::sev1 && reason.empty()) {
            return FieldErrors{
                {{std::string(field::rhythm_reason.block), "Reminders of a SEV 1 stop only with a reason."}}};
        }
        return stop(submission.request, incident, std::move(reason), desk);
    }
    if (every == "own") return change(submission.request, incident, std::nullopt, std::move(reason), desk);
    const auto minutes = parse_duration(every);
    if (!minutes) return FieldErrors{{{std::string(field::rhythm_every.block), "Please choose how often."}}};
    return change(submission.request, incident, *minutes, std::move(reason), desk);
}

Expected<Answer> snooze(const Invocation& invocation, Desk& desk) {
    const auto by = parse_duration(invocation.text.empty() ? "5m" : invocation.text);
    if (!by || *by > snooze_limit) {
        return fail(ErrorKind::invalid, "Snooze for how long? 5m, 10m or 15m. Nothing was changed.");
    }
    return act_quietly(invocation.request, *invocation.incident, command::Snooze{*by}, desk);
}

}  // namespace

Verb remind_verb() {
    return {.name = "remind",
            .usage = "[INC] 15m|off [reason]|on",
            .summary = "change how often updates are asked for",
            .example = "/incident remind 30m",
            .details =
                "off stops the reminders (SEV 1: only with a reason), on goes back to the severity's rhythm.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .number_is_argument = true,
            .run = run,
            .form = slack::form::rhythm,
            .submit = submit,
            .error_field = field::rhythm_every};
}

Verb snooze_verb() {
    return {.name = "snooze",
            .usage = "[INC] [5m|10m|15m]",
            .summary = "put off the reminder that is due",
            .example = "/incident snooze 10m",
            .details = "At most 15 minutes for one update.",
            .right = Right::drive,
            .works = Verb::Works::on_open_incident,
            .number_is_argument = true,
            .run = snooze};
}

}  // namespace tocsin::commands

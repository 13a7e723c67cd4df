#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "commands/grammar.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/verbs.h"
#include "commands/waiting.h"

namespace tocsin::commands {
namespace {

namespace field = slack::field;

std::unexpected<Error> refuse(std::string message) {
    return fail(ErrorKind::conflict, std::move(message));
}

// Both sides in one transaction: everything that could refuse the second is asked before the first.
Expected<Answer> merge(const Request& request, const Incident& duplicate, const Incident& target,
                       Desk& desk) {
    if (target.number == duplicate.number) {
        return refuse("An incident cannot be merged into itself. Nothing was changed.");
    }
    if (!is_open(target.state)) {
        return refuse(
            fmt::format("{} is not open any more. Reopen it first, or merge the other way round. "
                        "Nothing was changed.",
                        name_of(target)));
    }
    if (duplicate.is_private != target.is_private) {
        return refuse(
            "A private incident and a public one cannot be merged: names and titles would become "
            "public. Nothing was changed.");
    }
    if (duplicate.drill != target.drill) {
        return refuse("A drill and a real incident cannot be merged. Nothing was changed.");
    }
    const command::Absorb absorb{duplicate.number, duplicate.title, duplicate.participants};
    auto merged = act_quietly(request, duplicate, command::MergeInto{target.number}, desk);
    if (!merged) return merged;
    // What the status page says of the duplicate may go on with the target, and stand in its timeline
    // already.
    const auto joined = desk.tx().incident(target.number).value_or(target);
    return act_quietly(request, joined, absorb, desk);
}

Expected<Answer> merge_into(const Request& request, const Incident& duplicate, std::string_view named,
                            Desk& desk) {
    const auto number = parse_incident(named);
    if (!number) {
        return fail(ErrorKind::invalid,
                    fmt::format("\"{}\" names no incident. Write it like /incident merge INC-43 into INC-42. "
                                "Nothing was changed.",
                                cut(named, 40)));
    }
    const auto target = readable_incident(*number, request, desk);
    if (!target) return unknown_incident(named, request, desk);
    return merge(request, duplicate, *target, desk);
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    auto text = std::string_view(invocation.text);
    if (text.empty()) {
        auto targets = readable_open(request, desk);
        std::erase_if(targets, [&](const Incident& other) {
            return other.number == incident.number || other.is_private != incident.is_private ||
                   other.drill != incident.drill;
        });
        if (targets.empty()) return refuse("No other incident is open to merge into. Nothing was changed.");
        return open_form(request, templates::merge_form(incident, targets, key_of(incident), desk.render()),
                         {"merge", "", incident.number, ""}, desk);
    }
    auto word = take_word(text);
    if (iequals(word, "into")) word = take_word(text);
    return merge_into(request, incident, word, desk);
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    const auto chosen = submission.value(field::merge_target);
    if (chosen.empty()) {
        return FieldErrors{{{std::string(field::merge_target.block), "Please choose an incident."}}};
    }
    return merge_into(submission.request, *submission.incident, chosen, desk);
}

}  // namespace

Verb merge_verb() {
    return {.name = "merge",
            .aliases = {"dup"},
            .usage = "[INC] into INC",
            .summary = "join a duplicate to another incident",
            .example = "/incident merge INC-43 into INC-42",
            .details = "The first one ends, the second one goes on with the people of both.",
            .right = Right::finish,
            .works = Verb::Works::on_open_incident,
            .run = run,
            .form = slack::form::merge,
            .submit = submit,
            .error_field = field::merge_target};
}

}  // namespace tocsin::commands

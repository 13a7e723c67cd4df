#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/paging_plan.h"
#include "bot/slack/mrkdwn.h"
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

// The target goes on as the worse of both. A severity that makes tickets would page nobody.
bool raises(const Incident& duplicate, const Incident& target, const Rules& rules) {
    return more_severe(duplicate.severity, target.severity) && rules.of(duplicate.severity).ticket.empty();
}

// A merge ends the paging of the duplicate: that of the target has to go on, unless somebody has it.
bool loses_paging(const Incident& duplicate, const Incident& target, const Rules& rules) {
    if (!is_unanswered(duplicate.state) || !duplicate.paging.next_due) return false;
    if (!is_unanswered(target.state) || target.paging.next_due) return false;
    if (!raises(duplicate, target, rules)) return true;
    // Raised, the target starts a policy that it does not have yet.
    const auto policy = plan_of(duplicate.severity, rules).policy;
    return policy.empty() || policy == target.paging.plan.policy;
}

// Whom the raised target pages: its pages from number `before` on.
std::string is_raised(const Incident& duplicate, const Incident& raised, std::size_t before) {
    std::vector<std::string> people;
    for (auto page = before; page < raised.paging.pages.size(); ++page) {
        auto name = slack::escape(raised.paging.pages[page].to.name);
        if (std::ranges::find(people, name) == people.end()) people.push_back(std::move(name));
    }
    return fmt::format("{} is {} now, as {} was, and pages {}.", name_of(raised), label_of(raised.severity),
                       name_of(duplicate), people.empty() ? "nobody in addition" : join(people, ", "));
}

// Who is paged from here on, and what to do about it; empty: somebody has both.
std::string paging_goes_on(const Incident& duplicate, const Incident& target, Time now) {
    const auto name = name_of(target);
    if (is_unanswered(target.state)) {
        if (const auto next = target.paging.next_due) {
            return fmt::format(
                "Nobody has acknowledged {0} yet: it pages on at {1}. To take it: /incident ack {0}.", name,
                clock_utc(*next, now));
        }
        return fmt::format(
            "Nobody has acknowledged {0} yet, and it pages nobody else. To page somebody: /incident page "
            "@somebody {0}.",
            name);
    }
    if (!is_unanswered(duplicate.state)) return "";
    const auto& who = target.lead.is_somebody() ? target.lead : target.paging.answered_by;
    const auto hands = who.is_somebody() ? slack::escape(who.name) : "whoever acknowledged it";
    return fmt::format(
        "Nobody is paged for {} any more: it is in the hands of {}, as {} is. To page somebody else: "
        "/incident page @somebody {}.",
        name_of(duplicate), hands, name, name);
}

Expected<void> may_merge(const Incident& duplicate, const Incident& target, const Rules& rules) {
    if (target.number == duplicate.number)
        return refuse("An incident cannot be merged into itself. Nothing was changed.");
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
    if (duplicate.drill != target.drill)
        return refuse("A drill and a real incident cannot be merged. Nothing was changed.");
    if (!is_unanswered(duplicate.state) && is_unanswered(target.state) && raises(duplicate, target, rules)) {
        return refuse(
            fmt::format("Somebody has {0} and nobody has {1}: as the worse of both {1} would page people "
                        "anew. Merge the other "
                        "way round: /incident merge {1} into {0}. Nothing was changed.",
                        name_of(duplicate), name_of(target)));
    }
    if (loses_paging(duplicate, target, rules)) {
        return refuse(fmt::format(
            "{0} pages on and {1} does not, so nobody would be paged any more. Merge the other way "
            "round: /incident merge {1} into {0}. Nothing was changed.",
            name_of(duplicate), name_of(target)));
    }
    return {};
}

// Both sides in one transaction: everything that could refuse the second is asked before the first.
Expected<Answer> merge(const Request& request, const Incident& duplicate, const Incident& target,
                       Desk& desk) {
    if (auto may = may_merge(duplicate, target, desk.rules()); !may) return std::unexpected(may.error());
    auto merged = act_quietly(request, duplicate, command::MergeInto{target.number}, desk);
    if (!merged) return merged;
    // What the status page says of the duplicate may go on with the target, and stand in its timeline
    // already.
    auto after = desk.tx().incident(target.number).value_or(target);
    std::vector<std::string> said;
    if (raises(duplicate, target, desk.rules())) {
        // Unchecked by admission: somebody was admitted when the duplicate got its severity.
        const command::ChangeSeverity raise{duplicate.severity, name_of(duplicate) + " is merged into it"};
        const auto raised = desk.act(after, command_of(request, raise));
        if (!raised) return std::unexpected(raised.error());
        said.push_back(is_raised(duplicate, *raised, after.paging.pages.size()));
        after = *raised;
    }
    // After it was raised: a policy that starts would be due later than the duplicate was.
    const command::Absorb absorb{duplicate.number, duplicate.title, duplicate.participants,
                                 duplicate.paging.next_due};
    const auto joined = desk.act(after, command_of(request, absorb));
    if (!joined) return std::unexpected(joined.error());
    if (auto words = paging_goes_on(duplicate, *joined, desk.now()); !words.empty())
        said.push_back(std::move(words));
    return said.empty() ? Answer(Nothing{}) : say(join(said, " "));
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
            .details =
                "The first one ends, the second one goes on with the people of both, the worse severity and "
                "the earlier next page.",
            .right = Right::finish,
            .works = Verb::Works::on_open_incident,
            .run = run,
            .form = slack::form::merge,
            .submit = submit,
            .error_field = field::merge_target};
}

}  // namespace tocsin::commands

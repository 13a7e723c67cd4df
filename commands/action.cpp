#include "commands/action.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/day.h"
#include "bot/core/decide_learning.h"
#include "bot/core/local_time.h"
#include "commands/arguments.h"
#include "commands/grammar.h"
#include "commands/presses.h"
#include "commands/registry.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "commands/target.h"
#include "commands/verbs.h"
#include "commands/waiting.h"
#include "templates/action_items.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
namespace field = slack::field;

constexpr int parts_at_the_end = 2;  // owner and day, in any order

Time today(const Request& request, Desk& desk) {
    const auto zone = request.user.timezone.empty() ? desk.rules().timezone : request.user.timezone;
    const auto day = parse_day(local_words(desk.now(), zone).date, desk.now());
    return day.value_or(day_of(desk.now()));
}

// "… by Jan 22" at the end, taken off. Any other "by" is a word like any other.
std::optional<Time> take_day(std::string_view& text, Time today) {
    const auto by = to_lower(text).rfind(" by ");
    if (by == std::string::npos) return std::nullopt;
    const auto day = parse_day(text.substr(by + 4), today);
    if (day) text = trim(text.substr(0, by));
    return day;
}

// "… @dana" at the end, taken off.
Expected<std::optional<Actor>> take_owner(std::string_view& text, const Request& request, Desk& desk) {
    const auto blank = text.find_last_of(" \n\t");
    if (blank == std::string_view::npos) return std::nullopt;
    const auto word = text.substr(blank + 1);
    if (!word.starts_with("<@") && !word.starts_with('@')) return std::nullopt;
    auto person = person_named(word, request, desk);
    if (!person) return std::unexpected(person.error());
    text = trim(text.substr(0, blank));
    return std::optional{*std::move(person)};
}

Expected<command::AddAction> parse(std::string_view text, const Request& request, Desk& desk) {
    command::AddAction add;
    auto rest = text;
    if (const auto priority = parse_action_priority(take_word(rest))) {
        add.priority = *priority;
        text = rest;
    }
    for (int part = 0; part < parts_at_the_end; ++part) {
        if (!add.due) add.due = take_day(text, today(request, desk));
        if (add.owner.is_somebody()) continue;
        auto owner = take_owner(text, request, desk);
        if (!owner) return std::unexpected(owner.error());
        if (*owner) add.owner = **std::move(owner);
    }
    if (add.due && *add.due < today(request, desk)) {
        return fail(ErrorKind::invalid, fmt::format("{} is over. Nothing was added.", format_day(*add.due)));
    }
    add.text = std::string(text);
    return add;
}

Expected<Answer> run(const Invocation& invocation, Desk& desk) {
    const auto& request = invocation.request;
    const auto& incident = *invocation.incident;
    if (trim(invocation.text).empty()) {
        templates::ActionForm form;
        form.key = key_of(incident);
        return open_form(request, templates::action_form(form, desk.render()),
                         {"action", "", incident.number, ""}, desk);
    }
    auto add = parse(invocation.text, request, desk);
    if (!add) return std::unexpected(add.error());
    return act_quietly(request, incident, *std::move(add), desk);
}

// The form's entries; the error names the field.
std::expected<command::AddAction, FieldErrors> entered(const Submission& submission, Desk& desk) {
    command::AddAction add;
    add.text = submission.value(field::action_text);
    add.priority = parse_action_priority(submission.value(field::action_priority)).value_or(add.priority);
    if (const auto owner = submission.value(field::action_owner); !owner.empty()) {
        const auto person = person_with(UserId{owner}, desk);
        if (!person)
            return std::unexpected(
                FieldErrors{{{std::string(field::action_owner.block), person.error().message}}});
        add.owner = *person;
    }
    if (const auto day = submission.value(field::action_due); !day.empty())
        add.due = parse_day(day, desk.now());
    return add;
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    auto add = entered(submission, desk);
    if (!add) return std::move(add.error());
    const auto key = templates::read_form_key(submission.view.private_metadata);
    if (key && key->entry > 0) {
        command::ChangeAction change{key->entry, add->priority, add->text, add->owner, add->due, !add->due};
        return act_quietly(submission.request, *submission.incident, std::move(change), desk);
    }
    if (add->due && *add->due < today(submission.request, desk))
        return FieldErrors{{{std::string(field::action_due.block), "That day is over."}}};
    if (key) {
        add->channel = key->channel;
        add->message = key->message;
    }
    return act_quietly(submission.request, *submission.incident, *std::move(add), desk);
}

}  // namespace

Answer submit_action(const Request& request, const slack::ViewInfo& view, Desk& desk) {
    Submission submission{request, view, std::nullopt};
    const auto key = templates::read_form_key(view.private_metadata);
    auto number = key ? key->incident : IncidentNumber{};
    if (number.value() == 0)
        number = parse_incident(submission.value(field::action_incident)).value_or(number);
    submission.incident = readable_incident(number, request, desk);
    if (!submission.incident)
        return NextForm{templates::notice_form("Nothing changed", "This incident is not known.")};
    auto result = invoke_submit(*find_verb("action"), submission, desk);
    if (!result) return FieldErrors{{{std::string(field::action_text.block), result.error().message}}};
    return *std::move(result);
}

Answer action_from_menu(const Request& request, const ShortcutUse& use, Desk& desk) {
    if (may(Right::take_part, request.user, nullptr, desk.rules()) != Verdict::yes)
        return Say{answer::no_permission("Only full members", "add an action item", nullptr, desk.render())};
    templates::ActionForm form;
    form.key.channel = use.channel;
    form.key.message = use.message;
    form.text = templates::plain(normalise(use.text), desk.render());
    const auto thread = use.thread.empty() ? use.message : use.thread;
    const auto here = desk.tx().incident_at(use.channel, thread);
    if (here && readable_incident(here->number, request, desk)) {
        form.key.incident = here->number;
    } else {
        form.incidents = readable_open(request, desk);
        for (auto& incident : desk.tx().incidents_waiting(most_offered)) {
            const bool listed =
                std::ranges::find(form.incidents, incident.number, &Incident::number) != form.incidents.end();
            if (!listed && readable_incident(incident.number, request, desk))
                form.incidents.push_back(std::move(incident));
        }
        if (form.incidents.empty()) return Say{answer::no_incident_here("", desk.render())};
    }
    return OpenForm{templates::action_form(form, desk.render())};
}

Expected<Answer> action_from_reaction(const Request& request, const ReactionUse& use, Desk& desk) {
    if (!use.added) return Nothing{};
    command::AddAction add;
    add.text = cut(templates::plain(normalise(use.text), desk.render()), longest_action);
    add.channel = use.channel;
    add.message = use.message;
    const auto after = desk.act(use.incident, command_of(request, std::move(add)));
    if (!after) return std::unexpected(after.error());
    if (after->actions.size() == use.incident.actions.size()) return Nothing{};
    return Say{templates::action_made(*after, after->actions.back(), desk.render())};
}

Verb action_verb() {
    return {.name = "action",
            .aliases = {"todo"},
            .usage = "[INC] [P0-P3] text [@owner] [by Jan 22]",
            .summary = "add an action item",
            .example = "/incident action P0 Increase connection pool size @dana by Jan 22",
            .details =
                "P0 is done at once, P1 soon (the default), P2 is planned, P3 is for some day. The owner is "
                "reminded on the day it is due.",
            .right = Right::take_part,
            .works = Verb::Works::on_any_incident,
            .keeps_words = true,
            .run = run,
            .form = slack::form::action,
            .submit = submit,
            .error_field = field::action_text};
}

}  // namespace tocsin::commands

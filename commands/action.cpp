#include "commands/action.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/day.h"
#include "bot/core/decide_learning.h"
#include "bot/core/local_time.h"
#include "commands/arguments.h"
#include "commands/as_opened.h"
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

const ActionItem* item_in(const Incident& incident, int number) {
    const auto found = std::ranges::find(incident.actions, number, &ActionItem::number);
    return found == incident.actions.end() ? nullptr : &*found;
}

bool same_owner(const Actor& a, const Actor& b) {
    return is_same(a, b) || (!a.is_somebody() && !b.is_somebody());
}

// What of the form was changed by the person who had it open.
command::ChangeAction changes_in(const command::AddAction& entered, const ActionItem& shown, Desk& desk) {
    command::ChangeAction change;
    change.action = shown.number;
    if (entered.text != templates::plain(shown.text, desk.render())) change.text = entered.text;
    if (entered.priority != shown.priority) change.priority = entered.priority;
    if (!same_owner(entered.owner, shown.owner)) change.owner = entered.owner;
    if (entered.due != shown.due) {
        change.due = entered.due;
        change.no_due = !entered.due;
    }
    return change;
}

// What somebody else has made of the same parts meanwhile, in sentences; empty: nothing.
std::string made_meanwhile(const command::ChangeAction& change, const ActionItem& shown,
                           const ActionItem& now, Desk& desk) {
    std::vector<std::string> words;
    if (change.text && now.text != shown.text && now.text != *change.text)
        words.push_back(fmt::format("It reads \"{}\" now.", templates::plain(now.text, desk.render())));
    if (change.priority && now.priority != shown.priority && now.priority != *change.priority)
        words.push_back(fmt::format("It is {} now.", tocsin::key_of(now.priority)));
    if (change.owner && !same_owner(now.owner, shown.owner) && !same_owner(now.owner, *change.owner))
        words.push_back(now.owner.is_somebody()
                            ? fmt::format("{} owns it now.", templates::name_of(now.owner, desk.render()))
                            : "Nobody owns it now.");
    if ((change.due || change.no_due) && now.due != shown.due && now.due != change.due)
        words.push_back(now.due ? fmt::format("It is due {} now.", format_day(*now.due))
                                : "It has no day now.");
    return join(words, " ");
}

Expected<Answer> change(const Submission& submission, const templates::FormKey& key,
                        const command::AddAction& entered, Desk& desk) {
    const auto& incident = *submission.incident;
    const auto* now = item_in(incident, key.entry);
    if (now == nullptr) return say("That action item is not known. Nothing was changed.");
    const auto then = as_opened(incident, key.revision, desk);
    const auto* shown = item_in(then, key.entry);
    auto wanted = changes_in(entered, shown == nullptr ? *now : *shown, desk);
    const auto meanwhile = shown == nullptr ? "" : made_meanwhile(wanted, *shown, *now, desk);
    if (meanwhile.empty()) return act_quietly(submission.request, incident, std::move(wanted), desk);
    const auto by = who_changed(
        incident, key.revision,
        [&](const EventBody& body) {
            const auto* changed = std::get_if<event::ActionChanged>(&body);
            return changed != nullptr && changed->action == key.entry;
        },
        desk);
    templates::ActionForm again{.key = key_of(incident),
                                .text = entered.text,
                                .priority = entered.priority,
                                .owner = entered.owner.user,
                                .due = entered.due};
    again.key.entry = key.entry;
    again.changed_meanwhile = fmt::format(
        "{} changed this item while the form was open, and nothing was saved. {} Save mine "
        "replaces that.",
        by, meanwhile);
    return NextForm{templates::action_form(again, desk.render())};
}

Expected<Answer> submit(const Submission& submission, Desk& desk) {
    auto add = entered(submission, desk);
    if (!add) return std::move(add.error());
    const auto key = templates::read_form_key(submission.view.private_metadata);
    if (key && key->entry > 0) return change(submission, *key, *std::move(add), desk);
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

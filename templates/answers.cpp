#include "templates/answers.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/core/local_time.h"
#include "bot/core/reminders.h"
#include "bot/slack/identifiers.h"
#include "templates/notice.h"
#include "templates/paging_words.h"

namespace tocsin::templates::answer {
namespace {

namespace action = slack::action;
using slack::Button;
using slack::Style;

constexpr std::size_t typed_units = 300;
constexpr std::size_t most_named = 10;
constexpr std::size_t most_buttons = 5;

std::string title_of(const Incident& incident) {
    return incident.is_private ? "private"
                               : slack::cut_markup(slack::typed_line(incident.title), typed_units);
}

std::string label(const Incident& incident, const RenderContext& context) {
    const auto title = incident.is_private ? "private" : plain(incident.title, context);
    return fmt::format("{} {}", name_of(incident), title);
}

slack::Message ask(const std::string& markup, std::vector<Button> buttons, const RenderContext& context) {
    return notice(slack::block::answer, markup, std::move(buttons), context);
}

slack::Message without_names(const std::string& markup, const std::vector<Button>& buttons) {
    slack::Blocks blocks(slack::block::answer, 1);
    blocks.section("text", markup);
    std::vector<JsonText> elements;
    for (const auto& button : buttons) elements.push_back(to_json(button));
    blocks.actions("actions", elements);
    const auto words =
        slack::to_plain(slack::unescape(markup), [](const UserId& user) { return user.str(); });
    return {summary(words), blocks.take(), nullptr};
}

Button dismiss(const slack::Plain<75>& text, std::string_view value) {
    return {action::dismiss, text, std::string(value)};
}

std::string with_draft(const Incident& incident, std::string_view draft) {
    return card_value(incident, draft);
}

Button page_alone(std::string_view draft) {
    return {action::page_alone, "Page without incident", std::string(draft)};
}

}  // namespace

slack::Message sentence(std::string_view mrkdwn) {
    return without_names(std::string(mrkdwn), {});
}

slack::Message error(const Error& error) {
    return without_names(slack::typed(error.message), {});
}

slack::Message declared(const Listed& listed, const IncidentFacts& facts, const RenderContext& context) {
    const auto& incident = listed.incident;
    auto text = fmt::format("{} is declared.", name_of(incident));
    if (incident.state == State::ticket) {
        text += " Nobody is paged.";
        if (!facts.ticket_url.empty()) text += " " + slack::link(facts.ticket_url, "Open the ticket");
    } else if (incident.nopage) {
        text += " Nobody was paged, as you asked.";
    } else if (!facts.paging) {
        text += fmt::format(" Nobody is paged: paging is not set up. Press Acknowledge to take {}.",
                            name_of(incident));
    } else {
        const auto orders = first_orders(incident.paging);
        if (!orders.empty()) {
            text += fmt::format(" Paging {}.", orders_with_means(orders, context));
        } else if (incident.state == State::waiting && facts.paging->next) {
            text += fmt::format(" Pages {} on {}.", mentions_with_roles(facts.paging->next->who, context),
                                format_local(facts.paging->next->at, context.rules.timezone));
        } else {
            text += " Nobody is on call. Please phone someone.";
        }
    }
    std::vector<Button> buttons;
    if (!listed.thread_url.empty()) {
        buttons.push_back({action::thread, "Open thread", incident_value(incident), Style::primary,
                           fmt::format("Open the thread of incident {}", incident.number.value()),
                           listed.thread_url});
    }
    return ask(text, std::move(buttons), context);
}

slack::Message possible_duplicate(const Incident& existing, std::string_view draft,
                                  const RenderContext& context) {
    return ask(fmt::format("{} {} was declared {} by {}. Is this the same?", name_of(existing),
                           title_of(existing), to_lower(relative(existing.declared, context.now)),
                           mention_of(existing.declared_by, context)),
               {{action::join_declare, "Yes, join " + name_of(existing), with_draft(existing, draft),
                 Style::primary},
                {action::declare_anyway, "No, declare a new one", with_draft(existing, draft)}},
               context);
}

slack::Message acknowledged_before_you(const Incident& incident, const RenderContext& context) {
    const auto at = incident.lead_since.value_or(incident.acknowledged.value_or(context.now));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(context.now - at).count();
    const auto before = seconds < 60 ? fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s")
                                     : format_duration(context.now - at);
    return ask(
        fmt::format("{} acknowledged {} at {}, {} before you.", mention_of(incident.lead, context),
                    name_of(incident), clock_utc(at, context.now), before),
        {{action::join, "Join", card_value(incident), Style::primary}, dismiss("Fine", card_value(incident))},
        context);
}

slack::Message already_lead(const Incident& incident, const RenderContext& context) {
    const auto since = incident.lead_since.value_or(context.now);
    return ask(fmt::format("You already lead {} since {}.", name_of(incident), clock_utc(since, context.now)),
               {}, context);
}

slack::Message not_on_call(const Incident& incident, const RenderContext& context) {
    const auto service = context.rules.services.find(incident.service);
    const auto what = service == context.rules.services.end()
                          ? std::string()
                          : " for " + slack::typed_line(service->second.name);
    return ask(
        fmt::format("You are not on call{}. Take {} from the on-call person?", what, name_of(incident)),
        {{action::respond, "I'm responding", card_value(incident), Style::primary},
         {action::watch, "Just watch", card_value(incident)}},
        context);
}

slack::Message confirm_resolve(const Incident& incident, std::string_view draft,
                               const RenderContext& context) {
    std::vector<std::string> told{slack::escape(context.links.channel_name)};
    if (context.can.status_page) told.emplace_back("the status page");
    if (context.can.paging) told.emplace_back("everyone paged");
    return ask(fmt::format("Resolve {}? {} {} told.", name_of(incident), join_and(told),
                           told.size() == 1 ? "is" : "are"),
               {{action::resolve_confirm, "Resolve", with_draft(incident, draft), Style::primary},
                {action::resolve_open, "Open the form", with_draft(incident, draft)}},
               context);
}

slack::Message confirm_severity(const Incident& incident, Severity to, const std::optional<WakeFacts>& wakes,
                                std::string_view draft, const RenderContext& context) {
    auto text = fmt::format("Raise {} to {}?", name_of(incident), label_of(to));
    const bool pages = wakes && !wakes->people.empty();
    if (pages) {
        std::vector<std::string> people;
        for (const auto& person : wakes->people) people.push_back(mention_of(person.who, context));
        text += fmt::format(" This pages {} {} by {}.", join_and(people),
                            wakes->when.empty() ? "now" : wakes->when, means_nouns(wakes->via));
    } else {
        text += wakes ? " Nobody is woken who was not paged before. Updates are due more often."
                      : " Nobody is woken: paging is not set up. Updates are due more often.";
    }
    return ask(text,
               {{action::severity_confirm, pages ? std::string("Raise and page") : "Raise to " + label_of(to),
                 with_draft(incident, draft), Style::primary},
                dismiss("Go back", card_value(incident))},
               context);
}

slack::Message confirm_escalate(const Incident& incident, const std::vector<PageOrder>& next,
                                std::string_view draft, const RenderContext& context) {
    return ask(
        fmt::format("Escalate {}? This pages {} now.", name_of(incident), orders_with_means(next, context)),
        {{action::escalate_confirm, "Escalate now", with_draft(incident, draft), Style::primary},
         dismiss("Go back", card_value(incident))},
        context);
}

slack::Message nobody_left(const Incident& incident, const RenderContext& context) {
    const auto& plan = incident.paging.plan.name;
    const auto text = fmt::format("Nobody is left in {}. Page a person by name?",
                                  plan.empty() ? name_of(incident) : slack::typed_line(plan));
    return ask(text,
               {{action::page_open, "Page someone", card_value(incident), Style::primary},
                dismiss("Fine", card_value(incident))},
               context);
}

slack::Message which_incident(const std::vector<Incident>& open, std::string_view draft,
                              std::string_view alone, const RenderContext& context) {
    const auto text = fmt::format("{} incidents are open. Which one?",
                                  open.size() == 2 ? "Two" : fmt::format("{}", open.size()));
    if (open.size() <= most_buttons) {
        std::vector<Button> buttons;
        for (const auto& incident : open) {
            buttons.push_back({action::pick, label(incident, context), with_draft(incident, draft)});
        }
        slack::Blocks blocks(slack::block::answer, 1);
        blocks.section("text", text);
        std::size_t line = 0;
        // One action_id for all: Slack wants it unique within a block.
        if (!alone.empty()) buttons.push_back(page_alone(alone));
        for (const auto& button : buttons) blocks.actions(fmt::format("pick.{}", ++line), {to_json(button)});
        return {summary(text), blocks.take(), nullptr};
    }
    std::vector<slack::Option> options;
    for (const auto& incident : open)
        options.push_back({label(incident, context), with_draft(incident, draft)});
    slack::Blocks blocks(slack::block::answer, 1);
    blocks.section("text", text,
                   slack::static_select(action::pick_select, options, "", "Choose an incident"));
    if (!alone.empty()) blocks.actions("alone", {to_json(page_alone(alone))});
    return {summary(text), blocks.take(), nullptr};
}

slack::Message not_a_participant(const Incident& incident, std::string_view draft,
                                 const RenderContext& context) {
    return ask(fmt::format("You are not part of {} yet.", name_of(incident)),
               {{action::join_post, "Join and post", with_draft(incident, draft), Style::primary},
                dismiss("Cancel", card_value(incident))},
               context);
}

slack::Message did_you_mean(std::string_view typed_verb, std::string_view verb, std::string_view line,
                            std::string_view draft) {
    constexpr std::size_t shown_units = 40;
    const auto short_line = cut(line, shown_units);
    return without_names(
        fmt::format("I don't know \"{}\". Did you mean *{}*?",
                    slack::cut_markup(slack::typed_line(typed_verb), typed_units), slack::escape(verb)),
        {{action::run_verb, verb, std::string(draft), Style::primary},
         {action::declare_text, fmt::format("Declare \"{}\"", short_line), std::string(draft)}});
}

slack::Message first_contact(const RenderContext& context) {
    std::vector<Button> buttons{{action::declare_open, "Declare incident", "", Style::primary}};
    if (context.can.on_call) buttons.push_back({action::on_call, "Who is on call"});
    if (context.can.drills) buttons.push_back({action::drill, "Run a drill"});
    if (buttons.size() == 1) buttons.push_back({action::all_commands, "All commands"});
    return ask("Hello, I'm Tocsin. I declare incidents, page people and keep everybody posted. Try:",
               std::move(buttons), context);
}

slack::Message no_permission(std::string_view who, std::string_view what, const Incident* incident,
                             const RenderContext& context) {
    std::vector<std::string> people;
    if (incident != nullptr && incident->lead.is_somebody()) {
        people.push_back(mention_of(incident->lead, context) + " (lead)");
    }
    const auto manager = context.rules.manager_of(incident != nullptr ? incident->service : ServiceId{});
    const bool told = incident != nullptr && incident->lead.user == manager;
    if (!manager.empty() && !told) {
        const auto* person = context.rules.person_of(manager);
        const auto title = person == nullptr || person->title.empty() ? "manager" : person->title;
        people.push_back(fmt::format("{} ({})", slack::mention(manager), slack::typed_line(title)));
    }
    auto text = fmt::format("{} can {}. Nothing was changed.", slack::escape(who), slack::escape(what));
    if (!people.empty()) text += fmt::format(" Ask {}.", join(people, " or "));
    return ask(text, {}, context);
}

slack::Message unknown_incident(std::string_view named, const std::vector<Incident>& open,
                                const RenderContext& context) {
    auto text = fmt::format("There is no {}.", slack::cut_markup(slack::typed_line(named), typed_units));
    if (open.empty()) return ask(text + " No incident is open.", {}, context);
    std::vector<std::string> names;
    for (const auto& incident : open) {
        if (names.size() == most_named) break;
        names.push_back(fmt::format("{} {}", name_of(incident), title_of(incident)));
    }
    return ask(fmt::format("{} Open incidents: {}.", text, join(names, ", ")), {}, context);
}

slack::Message incident_over(const Incident& incident, bool may_reopen, const RenderContext& context) {
    const auto at = incident.ended.value_or(context.now);
    const auto verb =
        incident.state == State::false_alarm ? "turned out not to be an incident"
        : incident.state == State::merged
            ? fmt::format("was merged into {}", incident_ref(incident.merged_into, context).name)
        : incident.state == State::ticket ? std::string("was handed to the tracker")
                                          : std::string("was resolved");
    std::vector<Button> buttons;
    const bool can_reopen = incident.state == State::resolved || incident.state == State::false_alarm;
    if (may_reopen && can_reopen) buttons.push_back({action::reopen_open, "Reopen", card_value(incident)});
    buttons.push_back({action::show, "Show", card_value(incident)});
    return ask(fmt::format("{} {} at {}.", name_of(incident), verb, clock_utc(at, context.now)),
               std::move(buttons), context);
}

slack::Message stale_button(const Incident& incident, const RenderContext& context) {
    const auto who = !incident.last_changed_by.is_somebody()
                         ? std::string()
                         : fmt::format(" (changed by {})", mention_of(incident.last_changed_by, context));
    return ask(fmt::format("{} is already {}{}. The card is up to date now.", name_of(incident),
                           tocsin::title_of(incident.state), who),
               {}, context);
}

slack::Message cannot_post(const Incident& incident, std::string_view reason, const RenderContext& context) {
    return ask(
        fmt::format("I could not post in {} ({}). Invite me with /invite @Tocsin. {} exists.",
                    slack::escape(context.links.channel_name), slack::typed_line(reason), name_of(incident)),
        {}, context);
}

slack::Message internal_error(std::string_view reference) {
    return without_names(
        fmt::format("Something went wrong on my side, nothing was changed. Please try again. (ref {})",
                    slack::escape(reference)),
        {});
}

slack::Message no_incident_here(std::string_view alone, const RenderContext& context) {
    std::vector<Button> buttons{{action::declare_open, "Declare incident", "", Style::primary}};
    if (!alone.empty()) buttons.push_back(page_alone(alone));
    return ask("No incident was named, and none fits. Name one, as in INC-42, or declare one.",
               std::move(buttons), context);
}

slack::Message pin_explained(const Incident& incident, const RenderContext& context) {
    return ask(
        fmt::format("Kept in the timeline of {}. Take :{}: away to remove it. I explain this only once.",
                    name_of(incident), context.emoji.timeline),
        {}, context);
}

slack::Message watching(const Incident& incident, bool on) {
    return without_names(
        on ? fmt::format("You watch {} now. I tell you when its status changes.", name_of(incident))
           : fmt::format("You no longer watch {}.", name_of(incident)),
        {});
}

}  // namespace tocsin::templates::answer

#include "templates/messages.h"

#include <fmt/format.h>

#include <charconv>

#include "bot/base/text.h"
#include "bot/core/learning_effects.h"
#include "bot/slack/identifiers.h"
#include "templates/catalog.h"
#include "templates/learning_messages.h"
#include "templates/notice.h"
#include "templates/paging_words.h"
#include "templates/postmortem.h"
#include "templates/reminder_message.h"
#include "templates/resolution.h"
#include "templates/status_page_messages.h"
#include "templates/step_messages.h"
#include "templates/watcher_message.h"

namespace tocsin::templates {
namespace {

namespace action = slack::action;
namespace block = slack::block;
using slack::Button;
using slack::Style;
using Answer = std::optional<slack::Message>;

constexpr std::size_t text_units = 1500;  // of one typed part; two of them and the rest fit one section
constexpr std::size_t note_units = 600;
constexpr std::size_t steps_units = 2500;  // of the 3,000 of a section

constexpr std::string_view reminder_prefix = "reminder/";
constexpr std::string_view withdrawn_name = "withdrawn";
constexpr std::string_view resolved_name = "resolved";
constexpr std::string_view cause_name = "cause";
constexpr std::string_view watch_name = "watch";
constexpr std::string_view runbook_name = "runbook";

std::string shown(std::string_view stored, std::size_t units = note_units) {
    return slack::cut_markup(slack::typed(stored), units);
}

std::string sentence_of(std::string_view stored) {
    auto text = shown(stored);
    if (!text.empty() && !std::string_view(".!?…").contains(text.back())) text += '.';
    return text;
}

struct Words {
    const Happening& happening;
    const Tell& tell;
    const RenderContext& context;
    const IncidentFacts& facts;

    const Incident& after() const { return happening.after; }
    const Incident& latest() const { return happening.latest == nullptr ? after() : *happening.latest; }
    Time at() const { return happening.event.at; }
    const Catalog& texts() const { return context.texts; }
    std::string who() const { return mention_of(happening.event.by, context); }
    std::string name() const { return name_of(after()); }
    std::string number() const { return fmt::format("{}", after().number.value()); }
    std::string title() const { return after().is_private ? "private" : slack::typed_line(after().title); }
    std::string minutes() const { return fmt::format("{}", minutes_since_start(after(), at())); }
    std::string lead() const { return !after().lead.is_somebody() ? "" : mention_of(after().lead, context); }
    std::string due() const {
        return after().reminders.due ? clock_utc(*after().reminders.due, context.now) : "";
    }
    std::string until(const std::optional<Time>& time) const {
        return time ? format_duration(*time - at()) : "";
    }

    // A drill says so in front of every text.
    Answer say(std::string markup, std::vector<Button> buttons = {}) const {
        if (after().drill) markup.insert(0, "*DRILL* ");
        return notice(block::notice, markup, std::move(buttons), context);
    }

    Answer operator()(const event::Declared& declared) const {
        auto line = declared.source.empty()
                        ? fmt::format("{} declared {} ({}).", who(), name(), label_of(declared.severity))
                        : fmt::format("{} ({}) was detected by {}.", name(), label_of(declared.severity),
                                      shown(declared.source));
        if (declared.nopage) {
            line += fmt::format(" Nobody was paged, on request of {}.", who());
        } else if (!facts.paging) {
            line +=
                fmt::format(" Nobody is paged: paging is not set up. Press Acknowledge to take {}.", name());
        } else if (const auto orders = first_orders(latest().paging); !orders.empty()) {
            line += fmt::format(" Paging {}.", orders_with_means(orders, context));
        }
        if (!declared.source_message_link.empty()) {
            line += fmt::format(" Made from {}.", slack::link(declared.source_message_link, "this message"));
        }
        return say(line);
    }
    Answer operator()(const event::Acknowledged& acknowledged) const {
        auto words =
            texts().render(Text::announcement, {{"lead", who()}, {"next", until(acknowledged.next_due)}});
        if (!after().paging.answered_by_link) return say(words);
        return say(words +
                       "\nThe link of their page was pressed. Anybody who doubts that it was them can "
                       "have everybody paged again.",
                   {Button{action::page_reopen, "Reopen paging", card_value(after()), Style::danger,
                           fmt::format("Page for incident {} again, it was not {} who acknowledged", number(),
                                       happening.event.by.name)}});
    }
    Answer operator()(const event::Joined&) const { return say(who() + " joined."); }
    Answer operator()(const event::JoinsAnnounced&) const {
        std::vector<std::string> people;
        for (const auto& person : happening.before.joined_untold)
            people.push_back(mention_of(person, context));
        if (people.empty()) return std::nullopt;
        return say(texts().render(Text::joined, {{"people", join(people, ", ")}}));
    }
    Answer operator()(const event::Left&) const { return say(who() + " left."); }
    Answer operator()(const event::Watched&) const { return std::nullopt; }
    Answer operator()(const event::Unwatched&) const { return std::nullopt; }
    Answer operator()(const event::Updated& updated) const {
        if (updated.unchanged) {
            return say(texts().render(Text::no_change, {{"minutes", minutes()},
                                                        {"state", to_lower(title_of(after().state))},
                                                        {"next", until(updated.next_due)}}));
        }
        return say(texts().render(Text::update, {{"minutes", minutes()},
                                                 {"text", shown(updated.text, text_units)},
                                                 {"working_on", sentence_of(updated.working_on)},
                                                 {"eta", until(updated.eta)}}));
    }
    Answer operator()(const event::StatusChanged& changed) const {
        return say(texts().render(Text::status, {{"to", std::string(title_of(changed.to))},
                                                 {"from", std::string(title_of(changed.from))},
                                                 {"who", who()},
                                                 {"text", shown(changed.text, text_units)}}));
    }
    Answer operator()(const event::SeverityChanged& changed) const {
        return say(texts().render(Text::severity, {{"from", label_of(changed.from)},
                                                   {"to", label_of(changed.to)},
                                                   {"who", who()},
                                                   {"reason", sentence_of(changed.reason)}}));
    }
    Answer operator()(const event::LeadOffered& offered) const {
        if (tell.name == withdrawn_name) {
            return say(fmt::format("{} asks {} to lead {} *{}* now. You don't need to answer.", who(),
                                   mention_of(offered.to, context), name(), title()));
        }
        const auto words = after().last_words ? shown(after().last_words->text) : std::string();
        return say(texts().render(Text::lead_offer, {{"who", who()},
                                                     {"name", name()},
                                                     {"title", title()},
                                                     {"note", shown(offered.note)},
                                                     {"severity", label_of(after().severity)},
                                                     {"state", to_lower(title_of(after().state))},
                                                     {"started", format_utc(after().started)},
                                                     {"words", words},
                                                     {"lead", lead()}}),
                   {Button{action::lead_accept, "Accept", card_value(after()), Style::primary,
                           fmt::format("Take the lead of incident {}", number())},
                    Button{action::lead_decline, "I can't", card_value(after()), Style::normal,
                           fmt::format("Do not take the lead of incident {}", number())}});
    }
    Answer operator()(const event::LeadDeclined&) const {
        return say(fmt::format("{} can't take the lead of {} {}. You still lead.", who(), name(), title()),
                   {Button{action::lead_open, "Ask someone else", card_value(after()), Style::normal,
                           fmt::format("Hand over the lead of incident {}", number())}});
    }
    Answer operator()(const event::LeadTaken& taken) const {
        const bool from_somebody = taken.from.is_somebody() && !is_same(taken.from, happening.event.by);
        return say(
            texts().render(Text::lead_taken, {{"who", who()},
                                              {"from", from_somebody ? mention_of(taken.from, context) : ""},
                                              {"note", shown(taken.note)}}));
    }
    Answer operator()(const event::RoleGiven& given) const {
        return say(texts().render(Text::role, {{"who", mention_of(given.to, context)},
                                               {"role", slack::typed_line(given.role)},
                                               {"by", who()}}));
    }
    Answer operator()(const event::RhythmChanged& changed) const {
        const auto own = context.rules.of(after().severity).update_every;
        const bool back = !changed.stopped && !changed.every && own;
        return say(texts().render(
            Text::rhythm, {{"every", !changed.stopped && changed.every ? long_duration(*changed.every) : ""},
                           {"own", back ? long_duration(*own) : ""},
                           {"stopped", changed.stopped ? "yes" : ""},
                           {"by", who()},
                           {"reason", sentence_of(changed.reason)},
                           {"due", due()}}));
    }
    Answer operator()(const event::ReminderTold& told) const {
        const bool direct = tell.audience == Tell::Audience::direct;
        return reminder_message(after(), told.step, direct, context, facts);
    }
    Answer operator()(const event::ReminderSnoozed& snoozed) const {
        return say(fmt::format("{} snoozed the update reminder until {}.", who(),
                               clock_utc(snoozed.until, context.now)));
    }
    Answer operator()(const event::ReminderHeld&) const { return std::nullopt; }
    Answer operator()(const event::LongRunningAsked& asked) const {
        return long_running_message(after(), asked.hours, context);
    }
    Answer operator()(const event::TargetMissed&) const { return std::nullopt; }
    Answer operator()(const event::ClockStepped&) const { return std::nullopt; }
    Answer operator()(const event::NoteAdded& note) const {
        return say(fmt::format("{} noted for {}: {}", who(), clock_utc(note.at, context.now),
                               shown(note.text, text_units)));
    }
    Answer operator()(const event::EntryEdited&) const { return std::nullopt; }
    Answer operator()(const event::EntryRemoved&) const { return std::nullopt; }
    Answer operator()(const event::MessagePinned&) const { return std::nullopt; }
    Answer operator()(const event::MessageUnpinned&) const { return std::nullopt; }
    Answer operator()(const event::Resolved&) const {
        if (tell.name != cause_name) return resolution_message(after(), happening.timeline, context, facts);
        return say(texts().render(Text::cause_asked, {{"lead", lead()}, {"name", name()}}),
                   {Button{action::cause_open, "Add root cause", card_value(after()), Style::primary,
                           fmt::format("Add the root cause of incident {}", number())}});
    }
    Answer operator()(const event::CauseGiven& given) const {
        return say(texts().render(Text::cause_given,
                                  {{"name", name()}, {"cause", sentence_of(given.cause)}, {"who", who()}}));
    }
    Answer operator()(const event::Reopened& reopened) const {
        return say(texts().render(
            Text::reopened,
            {{"name", name()}, {"who", who()}, {"reason", sentence_of(reopened.reason)}, {"due", due()}}));
    }
    Answer operator()(const event::Cancelled& cancelled) const {
        return say(texts().render(
            Text::cancelled, {{"name", name()}, {"who", who()}, {"reason", sentence_of(cancelled.reason)}}));
    }
    Answer operator()(const event::MergedInto& merged) const {
        return say(texts().render(Text::merged,
                                  {{"name", name()}, {"target", linked(merged.target)}, {"who", who()}}));
    }
    Answer operator()(const event::Absorbed& absorbed) const {
        std::vector<std::string> people;
        for (const auto& person : absorbed.participants) {
            if (people.size() < 10) people.push_back(mention_of(person, context));
        }
        return say(texts().render(Text::absorbed, {{"duplicate", linked(absorbed.duplicate)},
                                                   {"title", slack::typed_line(absorbed.title)},
                                                   {"who", who()},
                                                   {"people", join_and(people)}}));
    }
    Answer operator()(const event::PageRated&) const { return std::nullopt; }
    Answer operator()(const event::AlertFired&) const { return std::nullopt; }
    Answer operator()(const event::AlertQuiet&) const { return std::nullopt; }
    Answer operator()(const event::Planned&) const { return std::nullopt; }
    Answer operator()(const event::Paged& paged) const {
        return say(paging_words(happening.before, happening.event, paged, context));
    }
    Answer operator()(const event::PagingWaited&) const { return std::nullopt; }
    Answer operator()(const event::PagingEnded&) const { return std::nullopt; }
    Answer operator()(const event::GivenBack& given) const {
        if (given.doubted.is_somebody())
            return say(
                fmt::format("{} reopens paging for {}: it was a link that acknowledged in the name of {}.",
                            who(), name(), mention_of(given.doubted, context)));
        return say(fmt::format("{} gives {} back{} Paging starts again.", who(), name(),
                               given.reason.empty() ? "." : fmt::format(": {}", sentence_of(given.reason))));
    }
    Answer operator()(const event::Escalated&) const { return std::nullopt; }
    Answer operator()(const event::Reassigned&) const { return std::nullopt; }
    Answer operator()(const event::PassedOn&) const { return say(fmt::format("{} can't respond.", who())); }
    Answer operator()(const event::PageMoved&) const { return std::nullopt; }
    Answer operator()(const event::TicketWanted&) const { return std::nullopt; }
    Answer operator()(const event::TicketOpened& opened) const {
        return say(fmt::format("{} is ticket {}.", name(), slack::link(opened.url, opened.name)));
    }
    Answer operator()(const event::TicketRefused& refused) const {
        return say(
            fmt::format("There is no ticket for {} yet: {} It is tried again every 15 minutes. Nobody is "
                        "paged; a higher severity pages.",
                        name(), slack::escape(refused.reason)));
    }
    // Each stands there as it is by now.
    Answer operator()(const event::StepsPosted&) const { return steps_now(after(), tell.name, context); }
    Answer operator()(const event::LimitReached&) const { return steps_now(after(), tell.name, context); }
    Answer operator()(const event::StepMarked&) const { return std::nullopt; }
    Answer operator()(const event::LimitPutOff&) const { return std::nullopt; }
    Answer operator()(const event::RunbookWanted&) const { return std::nullopt; }

    Answer operator()(const event::PublicEntryPublished& published) const {
        return public_entry_message(after(), happening.event.by, published, context);
    }
    Answer operator()(const event::PublicEntryCorrected& corrected) const {
        return public_entry_message(after(), happening.event.by, corrected, context);
    }
    Answer operator()(const event::PublicNoticeEnded& ended) const {
        return public_entry_message(after(), ended, context);
    }
    Answer operator()(const event::PublicNoticeMoved& moved) const {
        return public_entry_message(after(), moved, context);
    }

    // What is learned has its words in learning_messages.cpp.
    Answer operator()(const auto&) const { return learning_message(happening, tell, context); }

    std::string linked(IncidentNumber other) const {
        const auto ref = incident_ref(other, context);
        return slack::link(ref.url, ref.name);
    }
};

// What became of the lead that `asked` was offered.
slack::Message offer_now(const Incident& incident, const UserId& asked, const RenderContext& context) {
    const auto name = name_of(incident);
    const auto now_so = [&] {
        if (!is_open(incident.state))
            return fmt::format("{} is over: {}.", name, to_lower(title_of(incident.state)));
        if (is_lead(incident, asked)) return fmt::format("You lead {} now.", name);
        if (incident.lead_offer)
            return fmt::format("{} is asked to lead {} now.", mention_of(incident.lead_offer->to, context),
                               name);
        const auto lead =
            incident.lead.user.empty() ? std::string("Nobody") : mention_of(incident.lead, context);
        return fmt::format("{} leads {}.", lead, name);
    };
    return quiet_notice(block::notice, now_so(), context);
}

std::string steps_of(const Runbook& runbook) {
    std::string steps;
    for (const auto& step : runbook.steps) steps += fmt::format("• {}\n", slack::typed_line(step));
    return fmt::format("{}From the runbook {}: `/incident runbook {}`", slack::cut_markup(steps, steps_units),
                       slack::typed_line(runbook.title), slack::typed_line(runbook.name));
}

}  // namespace

std::optional<slack::Message> message_for(const Happening& happening, const Tell& tell,
                                          const RenderContext& context, const IncidentFacts& facts) {
    if (tell.name == watch_name) return watcher_message(happening, context);
    if (tell.name == runbook_name)
        return runbook_reminder(happening.before, happening.after, tell.user, context);
    if (tell.name == public_name) return public_proposal(happening, context);
    return std::visit(Words{happening, tell, context, facts}, happening.event.body);
}

std::optional<slack::Message> edit_for(const Edit& edit, const Incident& incident,
                                       const std::vector<Event>& timeline, const RenderContext& context,
                                       const IncidentFacts& facts) {
    const std::string_view name = edit.name;
    if (const auto asked = asked_in(name); !asked.empty()) return offer_now(incident, asked, context);
    if (name == public_name) return public_proposal_answered(incident, context);
    if (name == resolved_name && incident.resolution) {
        constexpr int second_revision = 2;
        return resolution_message(incident, timeline, context, facts, second_revision);
    }
    if (name == post_mortem_message_name && incident.resolution)
        return post_mortem_message(incident, timeline, context, facts, incident.revision);
    if (!name.starts_with(reminder_prefix)) return steps_now(incident, name, context);
    const auto digits = name.substr(reminder_prefix.size());
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return reminder_now(incident, number, context, facts);
}

slack::Message triage_message(const Runbook* runbook, const RenderContext& context) {
    const bool has_steps = runbook != nullptr && !runbook->steps.empty();
    const auto list = has_steps ? steps_of(*runbook) : context.texts.render(Text::triage, {});
    slack::Blocks classic(block::notice, 1);
    classic.section("triage.text", "*Triage checklist*\n" + list);
    slack::Blocks modern(block::notice, 1);
    const auto section =
        JsonText::object({{"type", "section"},
                          {"block_id", modern.id("triage.text")},
                          {"text", slack::mrkdwn_text(slack::cut_markup(list, slack::limit::section))}});
    const auto container = JsonText::object({{"type", "container"},
                                             {"block_id", modern.id("triage")},
                                             {"title", slack::plain_text("Triage checklist")},
                                             {"is_collapsible", true},
                                             {"default_collapsed", true},
                                             {"width", "standard"},
                                             {"child_blocks", JsonText::array({section})}});
    modern.add(container);
    return shaped({summary("Triage checklist.\n" + words_of(list, context)), modern.take(), classic.take()},
                  context.form);
}

slack::Message became_message(const Incident& incident, const RenderContext& context) {
    const auto ref = incident_ref(incident.number, context);
    const auto name = slack::link(ref.url, name_of(incident));
    return notice(block::notice, fmt::format("This became {}.", name), {}, context);
}

slack::Message card_again_message(const Incident& incident, const RenderContext& context) {
    return notice(block::notice,
                  fmt::format("The card of {} was deleted. It is posted again in {}.", name_of(incident),
                              slack::escape(context.links.channel_name)),
                  {}, context);
}

}  // namespace tocsin::templates

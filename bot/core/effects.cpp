#include "bot/core/decide.h"

#include "bot/core/acknowledge_target.h"
#include "bot/core/decide_steps.h"
#include "bot/core/learning_effects.h"
#include "bot/core/reminders.h"

#include <fmt/format.h>

namespace tocsin {
namespace {

using Effects = std::vector<Effect>;
using Audience = Tell::Audience;

constexpr Duration collect_joins = 30s;

Tell thread(std::string name = {}) {
    return {Audience::thread, UserId{}, std::move(name)};
}
Tell everybody(std::string name = {}) {
    return {Audience::thread_and_channel, UserId{}, std::move(name)};
}
Tell direct(const UserId& user, std::string name = {}) {
    return {Audience::direct, user, std::move(name)};
}

constexpr std::string_view offer_prefix = "offer/";

std::string offer_name(const UserId& asked) {
    return std::string(offer_prefix) + asked.str();
}

std::string steps_name(std::size_t list) {
    return fmt::format("steps/{}", list);
}
std::string limit_name(std::size_t limit) {
    return fmt::format("limit/{}", limit);
}

// Questions that were answered, and lists of an incident that is over, are asked no more.
void settle_steps(const Incident& before, const Incident& after, Effects& effects) {
    for (std::size_t i = 0; i < before.step_limits.size(); ++i) {
        if (before.step_limits[i].asked && !after.step_limits[i].asked)
            effects.emplace_back(Edit{limit_name(i + 1)});
    }
    for (std::size_t i = 0; i < before.step_lists.size(); ++i) {
        if (stands(before.step_lists[i]) && after.step_lists[i].over)
            effects.emplace_back(Edit{steps_name(i + 1)});
    }
}

bool tells_more(const EventBody& body) {
    return std::holds_alternative<event::NoteAdded>(body) ||
           std::holds_alternative<event::EntryEdited>(body) ||
           std::holds_alternative<event::EntryRemoved>(body) ||
           std::holds_alternative<event::MessagePinned>(body) ||
           std::holds_alternative<event::MessageUnpinned>(body) ||
           std::holds_alternative<event::CauseGiven>(body);
}

struct EffectsOf {
    const Incident& before;
    const Event& event;
    const Incident& after;
    const Rules& rules;

    bool was_told() const { return reminder_told(before, rules); }
    // The reminder of the promise that was kept or void now says so.
    void settle_reminder(Effects& effects) const {
        if (was_told()) effects.emplace_back(Edit{reminder_name(before)});
    }
    void tell_watchers(Effects& effects) const {
        for (const auto& watcher : after.watchers) {
            if (!watcher.user.empty() && !is_same(watcher, event.by))
                effects.emplace_back(direct(watcher.user, "watch"));
        }
    }
    Effects milestone(Tell tell) const {
        Effects effects{std::move(tell)};
        settle_reminder(effects);
        tell_watchers(effects);
        return effects;
    }

    // The public is told by a person; the thread says what it could be told (interactions.md 3.1).
    void propose_entry(Effects& effects) const {
        if (rules.status_page && after.public_face) effects.emplace_back(thread(std::string(public_name)));
    }

    Effects operator()(const event::Declared& declared) const {
        Effects effects{thread()};
        const bool severe = declared.severity == Severity::sev1 || declared.severity == Severity::sev2;
        if (rules.status_page && severe && !declared.is_private && !declared.drill)
            effects.emplace_back(thread(std::string(public_name)));
        return effects;
    }
    // What still rings or waits is not wanted any more.
    Effects quiet(Effects effects) const {
        if (!before.paging.pages.empty()) effects.emplace_back(StopPages{});
        return effects;
    }

    Effects operator()(const event::Acknowledged&) const { return quiet(milestone(thread())); }
    Effects operator()(const event::Joined&) const { return {}; }
    Effects operator()(const event::JoinsAnnounced&) const { return {thread()}; }
    Effects operator()(const event::Left&) const { return {thread()}; }
    Effects operator()(const event::Watched&) const { return {}; }
    Effects operator()(const event::Unwatched&) const { return {}; }
    Effects operator()(const event::Updated& updated) const {
        Effects effects{updated.broadcast ? everybody() : thread()};
        settle_reminder(effects);
        return effects;
    }
    Effects operator()(const event::StatusChanged&) const {
        auto effects = milestone(everybody());
        propose_entry(effects);
        return effects;
    }
    Effects operator()(const event::SeverityChanged&) const { return milestone(everybody()); }
    Effects operator()(const event::LeadOffered& offered) const {
        Effects effects{direct(offered.to.user, offer_name(offered.to.user))};
        if (before.lead_offer) effects.emplace_back(direct(before.lead_offer->to.user, "withdrawn"));
        return effects;
    }
    Effects operator()(const event::LeadDeclined&) const {
        return before.lead.user.empty() ? Effects{} : Effects{direct(before.lead.user)};
    }
    Effects operator()(const event::LeadTaken&) const { return {thread()}; }
    Effects operator()(const event::RoleGiven&) const { return {thread()}; }
    Effects operator()(const event::RhythmChanged&) const {
        Effects effects{thread()};
        settle_reminder(effects);
        return effects;
    }
    Effects operator()(const event::ReminderTold& told) const {
        const auto& ladder = rules.of(after.severity).ladder;
        if (told.step >= static_cast<int>(ladder.size())) return {thread()};
        switch (ladder[static_cast<std::size_t>(told.step)].nudge) {
            case Nudge::thread:
                return {thread(reminder_name(after))};
            case Nudge::lead_dm:
                return after.lead.user.empty() ? Effects{thread()} : Effects{direct(after.lead.user)};
            case Nudge::backup:
            case Nudge::lead_sms_and_manager:
                return {thread()};
        }
        return {};
    }
    Effects operator()(const event::ReminderSnoozed&) const {
        return was_told() ? Effects{Edit{reminder_name(before)}} : Effects{thread()};
    }
    Effects operator()(const event::ReminderHeld&) const { return {}; }
    Effects operator()(const event::LongRunningAsked& asked) const {
        return asked.hours >= 8 && !after.lead.user.empty() ? Effects{direct(after.lead.user)}
                                                            : Effects{thread()};
    }
    Effects operator()(const event::TargetMissed&) const { return {}; }
    Effects operator()(const event::ClockStepped&) const { return {}; }
    Effects operator()(const event::NoteAdded&) const { return {thread()}; }
    Effects operator()(const event::EntryEdited&) const { return {}; }
    Effects operator()(const event::EntryRemoved&) const { return {}; }
    Effects operator()(const event::MessagePinned&) const { return {}; }
    Effects operator()(const event::MessageUnpinned&) const { return {}; }
    Effects operator()(const event::Resolved& resolved) const {
        auto effects = milestone(everybody("resolved"));
        if (resolved.cause.empty()) effects.emplace_back(thread("cause"));
        if (after.public_face && after.public_face->heading != PublicHeading::resolved)
            propose_entry(effects);
        if (resolved.post_mortem_due) effects.emplace_back(ShowPostMortem{});
        return quiet(std::move(effects));
    }
    Effects operator()(const event::CauseGiven&) const { return {thread(), Edit{"resolved"}}; }
    Effects operator()(const event::Reopened&) const {
        auto effects = milestone(everybody());
        propose_entry(effects);
        return effects;
    }
    Effects operator()(const event::Cancelled&) const { return quiet(milestone(thread())); }
    Effects operator()(const event::MergedInto&) const { return quiet(milestone(thread())); }
    Effects operator()(const event::Absorbed&) const { return {thread()}; }
    Effects operator()(const event::PageRated&) const { return {}; }
    // One message counts it up, and its words are the alert's own: bot/engine/alert_messages.h.
    Effects operator()(const event::AlertFired&) const { return {}; }
    Effects operator()(const event::AlertQuiet&) const { return {}; }
    Effects operator()(const event::Planned&) const { return {}; }
    Effects operator()(const event::Paged& paged) const {
        Effects effects;
        // The declaration's own words name whom it pages.
        const bool opens =
            paged.cause == PageCause::level && before.paging.pages.empty() && paged.skipped.empty();
        if (!opens && (!paged.orders.empty() || !paged.skipped.empty())) effects.emplace_back(thread());
        for (auto page = before.paging.pages.size(); page < after.paging.pages.size(); ++page)
            effects.emplace_back(SendPage{after.paging.pages[page].number});
        return effects;
    }
    Effects operator()(const event::PagingWaited&) const { return {}; }
    Effects operator()(const event::PagingEnded& ended) const { return {Alarm{ended.end}}; }
    Effects operator()(const event::GivenBack&) const { return {thread()}; }
    // What they ask for says it in the same breath.
    Effects operator()(const event::Escalated&) const { return {}; }
    Effects operator()(const event::Reassigned&) const { return quiet({}); }
    Effects operator()(const event::PassedOn&) const {
        Effects effects{StopPages{event.by}};
        if (!after.paging.asked) effects.emplace_back(thread());
        return effects;
    }
    Effects operator()(const event::PageMoved&) const { return {}; }
    Effects operator()(const event::TicketOpened&) const { return {thread()}; }
    Effects operator()(const event::TicketRefused&) const { return {thread()}; }
    Effects operator()(const event::PublicEntryPublished&) const {
        return {thread(), Edit{std::string(public_name)}};
    }
    Effects operator()(const event::PublicEntryCorrected&) const { return {thread()}; }
    Effects operator()(const event::PublicNoticeEnded&) const {
        return {thread(), Edit{std::string(public_name)}};
    }
    Effects operator()(const event::PublicNoticeMoved&) const { return {thread()}; }
    Effects operator()(const event::TicketWanted& wanted) const { return {OpenTicket{wanted.tracker}}; }
    Effects operator()(const event::StepsPosted&) const {
        return {thread(steps_name(after.step_lists.size()))};
    }
    Effects operator()(const event::StepMarked& marked) const {
        return {Edit{steps_name(static_cast<std::size_t>(marked.list))}};
    }
    Effects operator()(const event::LimitReached& reached) const {
        return {thread(limit_name(static_cast<std::size_t>(reached.limit)))};
    }
    Effects operator()(const event::LimitPutOff&) const { return {}; }
    Effects operator()(const event::RunbookWanted&) const { return {}; }
    template <class About>
        requires requires(const Event& e, const Incident& i, const About& a) { learning_effects(e, i, a); }
    Effects operator()(const About& learning) const {
        return learning_effects(event, after, learning);
    }
};

}  // namespace

UserId asked_in(std::string_view name) {
    return name.starts_with(offer_prefix) ? UserId{std::string(name.substr(offer_prefix.size()))} : UserId{};
}

std::vector<Effect> effects_of(const Incident& before, const Event& event, const Incident& after,
                               const Rules& rules) {
    auto effects = std::visit(EffectsOf{before, event, after, rules}, event.body);
    // What is told later of the incident belongs into its post-mortem too.
    if (after.resolution && after.post_mortem.shown && tells_more(event.body))
        effects.emplace_back(Edit{std::string(post_mortem_message_name)});
    // However an offer ends, its message says so; whoever declines is answered in it.
    const bool offer_ended = before.lead_offer && before.lead_offer != after.lead_offer &&
                             !std::holds_alternative<event::LeadDeclined>(event.body);
    if (offer_ended) effects.emplace_back(Edit{offer_name(before.lead_offer->to.user)});
    settle_steps(before, after, effects);
    if (is_open(before.state) && !is_open(after.state)) {
        for (const auto& wanted : before.runbook_wanted) {
            if (!wanted.by.user.empty()) effects.emplace_back(direct(wanted.by.user, "runbook"));
        }
    }
    return effects;
}

std::vector<TimerWish> timers_of(const Incident& incident, const Rules& rules) {
    std::vector<TimerWish> wishes;
    if (incident.revision == 0) return wishes;  // not declared yet
    const auto number = incident.number.value();
    if (const auto at = next_reminder(incident, rules)) {
        wishes.push_back({fmt::format("remind/{}", number), *at, command::Remind{}});
    }
    if (incident.first_untold_join) {
        wishes.push_back({fmt::format("joins/{}", number), *incident.first_untold_join + collect_joins,
                          command::AnnounceJoins{}});
    }
    if (const auto at = next_age_question(incident)) {
        wishes.push_back({fmt::format("age/{}", number), *at, command::CheckAge{}});
    }
    if (is_unanswered(incident.state) && incident.paging.next_due) {
        wishes.push_back(
            {fmt::format("escalate/{}", number), *incident.paging.next_due, command::FireLevel{}});
    }
    if (incident.state == State::paging && incident.paging.again_due) {
        wishes.push_back({fmt::format("again/{}", number), *incident.paging.again_due, command::PageAgain{}});
    }
    if (const auto at = next_limit(incident)) {
        wishes.push_back({fmt::format("limit/{}", number), *at, command::CheckLimits{}});
    }
    if (const auto at = next_due_action(incident)) {
        wishes.push_back({fmt::format("action/{}", number), *at, command::TellDueActions{}});
    }
    if (const auto at = next_post_mortem_reminder(incident, rules)) {
        wishes.push_back({fmt::format("post_mortem/{}", number), *at, command::RemindOfPostMortem{}});
    }
    if (const auto at = open_target(incident, rules)) {
        wishes.push_back({fmt::format("target/{}", number), *at, command::CheckTarget{}});
    }
    return wishes;
}

}  // namespace tocsin

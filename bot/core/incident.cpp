#include "bot/core/incident.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"
#include "bot/core/fold_learning.h"
#include "bot/core/fold_paging.h"
#include "bot/core/fold_steps.h"

namespace tocsin {
namespace {

void add(std::vector<Actor>& people, const Actor& who) {
    if (who.is_somebody() && !is_among(people, who)) people.push_back(who);
}

void drop(std::vector<Actor>& people, const Actor& who) {
    std::erase_if(people, [&](const Actor& one) { return is_same(one, who); });
}

// The promise that was open is kept or void; the next one, if any, starts with a fresh ladder.
void promise(Incident& incident, std::optional<Time> due) {
    auto& reminders = incident.reminders;
    if (due) ++reminders.number;
    reminders.due = reminders.stopped ? std::nullopt : due;
    reminders.ladder_from = reminders.due;
    reminders.hold_until.reset();
    reminders.next_step = 0;
    reminders.snoozed = {};
}

void count_promise(Incident& incident, Time kept_at) {
    auto& reminders = incident.reminders;
    if (!reminders.due) return;
    ++reminders.updates_due;
    if (kept_at <= *reminders.due) ++reminders.updates_on_time;
}

void take_lead(Incident& incident, const Actor& who, Time at) {
    incident.lead = who;
    incident.lead_since = at;
    incident.lead_offer.reset();
    add(incident.participants, who);
}

void end(Incident& incident, State state, Time at) {
    incident.state = state;
    incident.ended = at;
    incident.lead_offer.reset();
    incident.eta.reset();
    incident.joined_untold.clear();
    incident.first_untold_join.reset();
    promise(incident, std::nullopt);
    stop_paging(incident.paging);
    end_steps(incident);
}

struct Fold {
    Incident& incident;
    const Event& event;

    void operator()(const event::Declared& declared) const {
        incident.number = event.incident;
        incident.title = declared.title;
        incident.severity = incident.declared_severity = incident.highest_severity = declared.severity;
        incident.state = declared.state;
        incident.drill = declared.drill;
        incident.is_private = declared.is_private;
        incident.nopage = declared.nopage;
        incident.own_channel = declared.own_channel;
        incident.impact = declared.impact;
        incident.service = declared.service;
        incident.source = declared.source;
        incident.rule = declared.rule;
        incident.source_message_link = declared.source_message_link;
        incident.started = declared.started;
        incident.detected = declared.detected;
        incident.declared = event.at;
        incident.declared_by = event.by;
        add(incident.participants, event.by);
        for (const auto& who : declared.participants) add(incident.participants, who);
    }
    void operator()(const event::Acknowledged& acknowledged) const {
        if (!incident.acknowledged) {
            incident.acknowledged = event.at;
            incident.acknowledged_by = event.by;
        }
        incident.state = incident.resumes;
        incident.paging.answered_by = event.by;
        incident.paging.answered_at = event.at;
        incident.paging.answered_by_link = event.via == Via::web && acknowledged.page != 0;
        stop_paging(incident.paging);
        if (const auto* page = page_of(incident, acknowledged.page))
            fold(incident, event,
                 event::PageMoved{page->number, PageState::acknowledged, page->provider, page->provider_id,
                                  ""});
        withdraw_pages(incident.paging, event.at);
        if (incident.lead.is_somebody()) {
            add(incident.participants, event.by);
        } else {
            take_lead(incident, event.by, event.at);
        }
        promise(incident, acknowledged.next_due);
    }
    void operator()(const event::Joined&) const {
        add(incident.participants, event.by);
        add(incident.joined_untold, event.by);
        if (!incident.first_untold_join) incident.first_untold_join = event.at;
    }
    void operator()(const event::JoinsAnnounced&) const {
        incident.joined_untold.clear();
        incident.first_untold_join.reset();
    }
    void operator()(const event::Left&) const {
        drop(incident.participants, event.by);
        drop(incident.joined_untold, event.by);
        if (incident.joined_untold.empty()) incident.first_untold_join.reset();
    }
    void operator()(const event::Watched&) const { add(incident.watchers, event.by); }
    void operator()(const event::Unwatched&) const { drop(incident.watchers, event.by); }
    void operator()(const event::Updated& updated) const {
        const auto since = incident.last_update.value_or(incident.acknowledged.value_or(incident.declared));
        incident.longest_gap = std::max(incident.longest_gap, event.at - since);
        incident.last_update = event.at;
        ++incident.updates;
        count_promise(incident, event.at);
        if (updated.unchanged) {
            ++incident.reminders.unchanged_in_row;
        } else {
            incident.reminders.unchanged_in_row = 0;
            incident.last_words = LastWords{updated.text, updated.working_on, event.by, event.at};
            incident.eta = updated.eta;
        }
        add(incident.participants, event.by);
        promise(incident, updated.next_due);
    }
    void operator()(const event::StatusChanged& changed) const {
        incident.state = changed.to;
        incident.last_status_change = event.at;
        if (changed.to == State::identified && !incident.identified) incident.identified = event.at;
        if (changed.to == State::monitoring && !incident.mitigated) incident.mitigated = event.at;
        if (!changed.text.empty()) incident.last_words = LastWords{changed.text, "", event.by, event.at};
        promise(incident, changed.next_due);
    }
    void operator()(const event::SeverityChanged& changed) const {
        incident.severity = changed.to;
        if (incident.state == State::ticket) incident.state = State::paging;
        if (more_severe(changed.to, incident.highest_severity)) incident.highest_severity = changed.to;
        promise(incident, changed.next_due);
    }
    void operator()(const event::LeadOffered& offered) const {
        incident.lead_offer = LeadOffer{offered.to, offered.note, event.at};
    }
    void operator()(const event::LeadDeclined&) const { incident.lead_offer.reset(); }
    void operator()(const event::LeadTaken&) const { take_lead(incident, event.by, event.at); }
    void operator()(const event::RoleGiven& given) const {
        incident.roles[given.role] = given.to;
        add(incident.participants, given.to);
    }
    void operator()(const event::RhythmChanged& changed) const {
        incident.reminders.every = changed.every;
        incident.reminders.stopped = changed.stopped;
        promise(incident, changed.next_due);
    }
    void operator()(const event::ReminderTold& told) const { incident.reminders.next_step = told.step + 1; }
    void operator()(const event::ReminderSnoozed& snoozed) const {
        incident.reminders.snoozed += snoozed.by;
        incident.reminders.ladder_from = snoozed.until;
        incident.reminders.next_step = 0;
    }
    void operator()(const event::ReminderHeld& held) const { incident.reminders.hold_until = held.until; }
    void operator()(const event::LongRunningAsked& asked) const {
        incident.reminders.asked_hours = asked.hours;
    }
    void operator()(const event::TargetMissed& missed) const { incident.missed_target = missed.target; }
    // What waits for business hours waits for a time of day.
    void operator()(const event::ClockStepped& stepped) const {
        const auto move = [&](std::optional<Time>& at) {
            if (at) *at += stepped.by;
        };
        auto& paging = incident.paging;
        const bool waits_for_opening =
            incident.state == State::waiting || (paging.plan.business_hours && paging.level == 0);
        if (!waits_for_opening) move(paging.next_due);
        move(paging.again_due);
        move(incident.reminders.due);
        move(incident.reminders.ladder_from);
        move(incident.reminders.hold_until);
        move(incident.first_untold_join);
        for (auto& limit : incident.step_limits) move(limit.due);
    }
    void operator()(const event::NoteAdded&) const {}
    void operator()(const event::EntryEdited&) const {}
    void operator()(const event::EntryRemoved&) const {}
    void operator()(const event::MessagePinned&) const {}
    void operator()(const event::MessageUnpinned&) const {}
    void operator()(const event::Resolved& resolved) const {
        if (incident.acknowledged) {
            incident.longest_gap = std::max(incident.longest_gap,
                                            event.at - incident.last_update.value_or(*incident.acknowledged));
        }
        count_promise(incident, event.at);
        incident.resolution = Resolution{
            resolved.cause,          resolved.mitigation, resolved.data, resolved.asked_data,
            resolved.unchecked,      resolved.restored,   event.by,      resolved.post_mortem_owner,
            resolved.post_mortem_due};
        incident.post_mortem.shown = resolved.post_mortem_due.has_value();
        add(incident.participants, event.by);
        end(incident, State::resolved, resolved.restored);
    }
    void operator()(const event::CauseGiven& given) const {
        if (incident.resolution) incident.resolution->cause = given.cause;
    }
    void operator()(const event::Reopened& reopened) const {
        incident.state = reopened.to;
        incident.reopened = true;
        incident.ended.reset();
        incident.resolution.reset();
        begin_post_mortem_anew(incident.post_mortem);
        incident.cancel_reason.clear();
        if (is_unanswered(reopened.to)) restart_plan(incident.paging, event.at);
        promise(incident, reopened.next_due);
    }
    void operator()(const event::Cancelled& cancelled) const {
        incident.cancel_reason = cancelled.reason;
        end(incident, State::false_alarm, event.at);
    }
    void operator()(const event::MergedInto& merged) const {
        incident.merged_into = merged.target;
        end(incident, State::merged, event.at);
    }
    void operator()(const event::Absorbed& absorbed) const {
        for (const auto& who : absorbed.participants) add(incident.participants, who);
    }
    void operator()(const event::AlertFired&) const {}
    void operator()(const event::AlertQuiet&) const {}
    void operator()(const event::PageRated& rated) const {
        if (rated.verdict) incident.verdict = rated.verdict;
    }
    void operator()(const event::GivenBack& given) const {
        if (is_same(incident.lead, event.by) || is_same(incident.lead, given.doubted)) release_lead();
        page_anew(incident);
        restart_plan(incident.paging, event.at);
        promise(incident, std::nullopt);
    }
    void operator()(const event::Reassigned&) const {
        release_lead();
        page_anew(incident);
        restart_plan(incident.paging, std::nullopt);
        withdraw_pages(incident.paging, event.at);
        promise(incident, std::nullopt);
    }
    void operator()(const event::TicketWanted&) const {
        if (is_unanswered(incident.state)) incident.state = State::ticket;
    }
    void operator()(const event::TicketOpened& opened) const {
        incident.ticket = Ticket{opened.tracker, opened.name, opened.url};
        incident.ticket_trouble.clear();
    }
    void operator()(const event::TicketRefused& refused) const { incident.ticket_trouble = refused.reason; }
    void operator()(const event::PublicEntryPublished& published) const {
        incident.public_face = PublicFace{published.notice, published.entry, published.heading};
    }
    void operator()(const event::PublicEntryCorrected&) const {}
    void operator()(const event::PublicNoticeEnded&) const { incident.public_face.reset(); }
    void operator()(const event::PublicNoticeMoved& moved) const {
        incident.public_face = PublicFace{moved.notice, moved.entry, moved.heading};
    }
    template <class About>
        requires requires(Incident& i, const Event& e, const About& a) { fold(i, e, a); }
    void operator()(const About& told_elsewhere) const {
        fold(incident, event, told_elsewhere);
    }

    void release_lead() const {
        incident.lead = {};
        incident.lead_since.reset();
    }
};

}  // namespace

Incident apply(Incident incident, const Event& event) {
    std::visit(Fold{incident, event}, event.body);
    incident.revision = event.sequence;
    if (event.by.is_somebody()) incident.last_changed_by = event.by;
    return incident;
}

std::string name_of(const Incident& incident) {
    return fmt::format("{}-{}", incident.drill ? "DRILL" : "INC", incident.number.value());
}

std::optional<IncidentNumber> parse_incident(std::string_view text) {
    auto word = to_lower(trim(text));
    for (const std::string_view prefix : {"inc-", "drill-", "#"}) {
        if (word.starts_with(prefix)) {
            word.erase(0, prefix.size());
            break;
        }
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size() || number < 1) return std::nullopt;
    return IncidentNumber{number};
}

std::optional<Time> next_due_action(const Incident& incident) {
    std::optional<Time> next;
    for (const auto& item : incident.actions) {
        if (!item.done && item.remind_at) next = std::min(next.value_or(*item.remind_at), *item.remind_at);
    }
    return next;
}

bool is_participant(const Incident& incident, const Actor& who) {
    return is_among(incident.participants, who) || is_same(incident.lead, who) ||
           is_same(incident.declared_by, who);
}
bool is_participant(const Incident& incident, const UserId& user) {
    return is_participant(incident, Actor{user, ""});
}

bool is_lead(const Incident& incident, const UserId& user) {
    return is_same(incident.lead, Actor{user, ""});
}

const Page* page_of(const Incident& incident, int number) {
    const auto& pages = incident.paging.pages;
    if (number < 1 || number > static_cast<int>(pages.size())) return nullptr;
    return &pages[static_cast<std::size_t>(number - 1)];
}

int minutes_since_start(const Incident& incident, Time now) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now - incident.started).count();
    return static_cast<int>(std::max<std::int64_t>(minutes, 0));
}

}  // namespace tocsin

#include "bot/core/decide.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/acknowledge_target.h"
#include "bot/core/decide_learning.h"
#include "bot/core/decide_paging.h"
#include "bot/core/decide_steps.h"
#include "bot/core/refusal.h"
#include "bot/core/reminders.h"
#include "bot/core/timeline.h"

namespace tocsin {

template class CompiledVariant<CommandKinds>;

namespace {

using Events = std::vector<EventBody>;

constexpr Duration same_text_window = 20s;
constexpr Duration reopen_window = std::chrono::days{7};
constexpr Duration default_post_mortem = 24h;  // chosen for a severity that does not require one

// Decides one command; one overload for each.
struct Decide {
    const Incident& incident;
    const Facts& facts;
    const IncidentCommand& command;
    Time now;

    std::optional<Time> next_due(State state, Severity severity) const {
        return promised(incident, state, severity, facts.rules, now);
    }
    std::optional<Time> next_due() const { return next_due(incident.state, incident.severity); }
    bool open() const { return is_open(incident.state); }

    Expected<Events> operator()(const command::Update& update) const {
        if (!open()) return conflict(over(incident));
        if (!update.unchanged && trim(update.text).empty())
            return invalid("An update needs words: what do you know now?");
        if (repeated(update)) return Events{};
        const auto state = update.status.value_or(incident.state);
        Events events;
        if (state != incident.state) {
            acknowledge_silently(events);
            events.push_back(event::StatusChanged{incident.state, state, "", std::nullopt});
        }
        event::Updated updated{update.text,  update.working_on, std::nullopt,
                               std::nullopt, update.unchanged,  update.broadcast};
        if (update.eta) updated.eta = now + *update.eta;
        updated.next_due = update.next && !incident.reminders.stopped ? now + *update.next
                                                                      : next_due(state, incident.severity);
        events.push_back(updated);
        add_phase_steps(incident, state, events);
        return events;
    }

    Expected<Events> operator()(const command::ChangeStatus& change) const {
        if (!open()) return conflict(over(incident));
        if (change.to == incident.state) {
            return conflict(fmt::format("{} is already {}. The card is up to date.", name_of(incident),
                                        title_of(change.to)));
        }
        if (change.to != State::investigating && change.to != State::identified &&
            change.to != State::monitoring) {
            return invalid(
                "The status can be investigating, identified, monitoring or resolved. Nothing was changed.");
        }
        Events events;
        acknowledge_silently(events);
        const auto from = events.empty() ? incident.state : incident.resumes;
        if (change.to != from || !change.text.empty()) {
            events.push_back(event::StatusChanged{incident.state, change.to, change.text,
                                                  next_due(change.to, incident.severity)});
            add_phase_steps(incident, change.to, events);
        }
        return events;
    }

    // Everything about pages is decided in decide_paging.cpp.
    template <class Command>
        requires requires(const Incident& i, const Facts& f, const Actor& a, const Command& c, Time t) {
            decide_paging(i, f, a, c, t);
        }
    Expected<Events> operator()(const Command& about_pages) const {
        return decide_paging(incident, facts, command.by, about_pages, now);
    }
    // And everything about action items and the post-mortem in decide_actions.cpp and decide_post_mortem.cpp.
    template <class Command>
        requires requires(const Incident& i, const Facts& f, const Actor& a, const Command& c, Time t) {
            decide_learning(i, f, a, c, t);
        }
    Expected<Events> operator()(const Command& about_learning) const {
        return decide_learning(incident, facts, command.by, about_learning, now);
    }

    template <class Command>
        requires requires(const Incident& i, const Actor& a, const Command& c, Time t) {
            decide_steps(i, a, c, t);
        }
    Expected<Events> operator()(const Command& about_steps) const {
        return decide_steps(incident, command.by, about_steps, now);
    }

    Expected<Events> operator()(const command::OfferLead& offer) const {
        if (!open()) return conflict(over(incident));
        if (is_same(offer.to, command.by)) return (*this)(command::TakeLead{offer.note});
        if (is_same(incident.lead, offer.to)) {
            return conflict(
                fmt::format("{} already leads {}. Nothing was changed.", offer.to.name, name_of(incident)));
        }
        if (offered_to(offer.to.user)) {
            return conflict(fmt::format("{} is asked already, since {} UTC. Nothing was changed.",
                                        offer.to.name, format_clock(incident.lead_offer->at)));
        }
        return Events{event::LeadOffered{offer.to, offer.note}};
    }

    Expected<Events> operator()(const command::AcceptLead&) const {
        if (!open()) return conflict(over(incident));
        if (!offered_to(command.by.user)) return conflict(offer_gone());
        return (*this)(command::TakeLead{incident.lead_offer->note});
    }

    Expected<Events> operator()(const command::DeclineLead&) const {
        if (!open()) return conflict(over(incident));
        if (!offered_to(command.by.user)) return conflict(offer_gone());
        return Events{event::LeadDeclined{}};
    }

    Expected<Events> operator()(const command::TakeLead& take) const {
        if (!open()) return conflict(over(incident));
        if (is_same(incident.lead, command.by)) {
            return conflict(fmt::format("You already lead {} since {} UTC.", name_of(incident),
                                        format_clock(incident.lead_since.value_or(incident.declared))));
        }
        if (is_unanswered(incident.state)) return (*this)(command::Acknowledge{});
        return Events{event::LeadTaken{incident.lead, take.note}};
    }

    Expected<Events> operator()(const command::GiveRole& give) const {
        if (!open()) return conflict(over(incident));
        if (trim(give.role).empty()) return invalid("Which role? Write it like /incident role comms @kim.");
        const auto held = incident.roles.find(give.role);
        if (held != incident.roles.end() && is_same(held->second, give.to)) return Events{};
        return Events{event::RoleGiven{give.role, give.to}};
    }

    Expected<Events> operator()(const command::Join&) const {
        if (!open()) return conflict(over(incident));
        if (is_participant(incident, command.by)) return Events{};
        return Events{event::Joined{}};
    }
    Expected<Events> operator()(const command::AnnounceJoins&) const {
        if (incident.joined_untold.empty()) return Events{};
        return Events{event::JoinsAnnounced{incident.joined_untold}};
    }
    Expected<Events> operator()(const command::Leave&) const {
        if (is_same(incident.lead, command.by) && open()) {
            return conflict(fmt::format("You lead {}. Hand the lead over first: /incident lead @somebody.",
                                        name_of(incident)));
        }
        if (!is_among(incident.participants, command.by)) return Events{};
        return Events{event::Left{}};
    }
    Expected<Events> operator()(const command::Watch& watch) const {
        if (watch.on == is_among(incident.watchers, command.by)) return Events{};
        if (watch.on) return Events{event::Watched{}};
        return Events{event::Unwatched{}};
    }

    Expected<Events> operator()(const command::ChangeRhythm& change) const {
        if (!open()) return conflict(over(incident));
        if (change.stop && incident.severity == Severity::sev1 && trim(change.reason).empty()) {
            return invalid(
                "Reminders of a SEV 1 stop only with a reason: /incident remind off <reason>. Nothing was "
                "changed.");
        }
        event::RhythmChanged changed{change.every, change.stop, change.reason, std::nullopt};
        if (!change.stop && incident.acknowledged) {
            auto after = incident;
            after.reminders.every = change.every;
            after.reminders.stopped = false;
            changed.next_due = promised(after, after.state, after.severity, facts.rules, now);
        }
        return Events{changed};
    }

    Expected<Events> operator()(const command::Snooze& snooze) const {
        if (!open()) return conflict(over(incident));
        if (!incident.reminders.due) {
            return conflict(fmt::format("No update of {} is due, and none is asked for. Nothing was changed.",
                                        name_of(incident)));
        }
        if (*incident.reminders.due > now) {
            return conflict(fmt::format("No update of {} is due. The next one is at {}. Nothing was changed.",
                                        name_of(incident), clock_utc(*incident.reminders.due, now)));
        }
        if (snooze.by <= 0s) return invalid("Snooze for how long? 5m, 10m or 15m.");
        if (incident.reminders.snoozed + snooze.by > snooze_limit) {
            return conflict(
                "Reminders can be snoozed for 15 minutes per update. Post an update, or press Nothing new.");
        }
        return Events{
            event::ReminderSnoozed{snooze.by, std::max(now, *incident.reminders.ladder_from) + snooze.by}};
    }
    Expected<Events> operator()(const command::HoldReminders&) const {
        if (!open() || !is_same(incident.lead, command.by) || !incident.reminders.due) return Events{};
        return Events{event::ReminderHeld{now + hold_while_writing}};
    }
    Expected<Events> operator()(const command::Remind&) const {
        const auto step = step_due(incident, facts.rules, now);
        return step ? Events{event::ReminderTold{*step}} : Events{};
    }
    Expected<Events> operator()(const command::CheckAge&) const {
        const auto due = next_age_question(incident);
        if (!due || *due > now) return Events{};
        const bool handover = now >= *incident.acknowledged + ask_handover_after;
        return Events{event::LongRunningAsked{handover ? 8 : 4}};
    }
    Expected<Events> operator()(const command::CheckTarget&) const {
        const auto target = open_target(incident, facts.rules);
        return target && *target <= now ? Events{event::TargetMissed{*target}} : Events{};
    }

    Expected<Events> operator()(const command::AddNote& note) const {
        if (trim(note.text).empty()) return invalid("A note needs words: /incident note <text>.");
        if (note.at && *note.at > now)
            return invalid("A note cannot be about the future. Nothing was added.");
        return Events{event::NoteAdded{note.at.value_or(now), note.text}};
    }
    Expected<Events> operator()(const command::EditEntry& edit) const {
        if (auto allowed = check_entry(edit.entry); !allowed) return std::unexpected(allowed.error());
        if (trim(edit.text).empty()) return invalid("An entry needs words. Remove it instead.");
        const auto at = edit.at.value_or(find_entry(edit.entry)->at);
        return Events{event::EntryEdited{edit.entry, at, edit.text}};
    }
    Expected<Events> operator()(const command::RemoveEntry& remove) const {
        if (auto allowed = check_entry(remove.entry); !allowed) return std::unexpected(allowed.error());
        return Events{event::EntryRemoved{remove.entry}};
    }
    Expected<Events> operator()(const command::PinMessage& pin) const {
        if (pinned_entry(facts.timeline, pin.channel, pin.ts, UserId{})) return Events{};
        return Events{event::MessagePinned{pin.channel, pin.ts, pin.at, pin.author, pin.text}};
    }
    Expected<Events> operator()(const command::UnpinMessage& unpin) const {
        // Whoever kept the message takes it out again; somebody else's pin of the same message changes
        // nothing.
        if (!pinned_entry(facts.timeline, unpin.channel, unpin.ts, command.by.user)) return Events{};
        return Events{event::MessageUnpinned{unpin.channel, unpin.ts}};
    }

    Expected<Events> operator()(const command::Resolve& resolve) const {
        if (!open()) return conflict(over(incident));
        const auto restored = resolve.restored.value_or(now);
        if (restored > now) return invalid("The service cannot be restored in the future.");
        if (restored < incident.started)
            return invalid("The service cannot be restored before the incident started.");
        event::Resolved resolved{
            resolve.cause, resolve.mitigation,        resolve.data, resolve.asked_data, resolve.unchecked,
            restored,      resolve.post_mortem_owner, std::nullopt};
        if (!resolved.post_mortem_owner.is_somebody()) {
            const auto& claimed = incident.post_mortem.claimed_by;
            resolved.post_mortem_owner = claimed.is_somebody()         ? claimed
                                         : incident.lead.is_somebody() ? incident.lead
                                                                       : command.by;
        }
        auto within = facts.rules.of(incident.highest_severity).post_mortem_within;
        if (!within && resolve.wants_post_mortem) within = default_post_mortem;
        if (within) resolved.post_mortem_due = restored + *within;
        return Events{resolved};
    }
    Expected<Events> operator()(const command::GiveCause& give) const {
        if (!incident.resolution)
            return conflict(fmt::format("{} is not resolved. Nothing was changed.", name_of(incident)));
        if (trim(give.cause).empty())
            return invalid("What was the root cause? \"Unknown\" is a fine answer.");
        return Events{event::CauseGiven{give.cause}};
    }
    Expected<Events> operator()(const command::Reopen& reopen) const {
        if (open())
            return conflict(fmt::format("{} is open: {}.", name_of(incident), title_of(incident.state)));
        if (incident.state == State::merged || incident.state == State::ticket)
            return conflict(over(incident));
        if (incident.ended && now - *incident.ended > reopen_window) {
            return conflict(
                fmt::format("{} ended more than 7 days ago. Declare a new incident and mention it there.",
                            name_of(incident)));
        }
        if (trim(reopen.reason).empty()) return invalid("Why is it open again? /incident reopen <reason>.");
        const auto to = incident.acknowledged ? State::investigating : State::paging;
        const auto due = incident.acknowledged ? next_due(to, incident.severity) : std::nullopt;
        return Events{event::Reopened{reopen.reason, to, due}};
    }
    Expected<Events> operator()(const command::Cancel& cancel) const {
        if (!open()) return conflict(over(incident));
        if (trim(cancel.reason).empty())
            return invalid("Why is it not an incident? /incident cancel <reason>.");
        return Events{event::Cancelled{cancel.reason}};
    }
    Expected<Events> operator()(const command::MergeInto& merge) const {
        if (!open()) return conflict(over(incident));
        if (merge.target == incident.number)
            return invalid("An incident cannot be merged into itself. Nothing was changed.");
        return Events{event::MergedInto{merge.target}};
    }
    Expected<Events> operator()(const command::Absorb& absorb) const {
        if (!open()) return conflict(over(incident));
        Events events{event::Absorbed{absorb.duplicate, absorb.title, absorb.participants}};
        // The stricter timer counts.
        const auto& paging = incident.paging;
        if (incident.state == State::paging && absorb.next_due && paging.next_due > absorb.next_due)
            events.push_back(event::Planned{paging.plan, false, absorb.next_due});
        return events;
    }
    Expected<Events> operator()(const command::RatePage& rate) const {
        if (incident.verdict == rate.verdict) return Events{};
        return Events{event::PageRated{rate.verdict == PageVerdict::real, rate.verdict}};
    }
    Expected<Events> operator()(const command::NotePublic& note) const { return Events{note.fact}; }
    // Nothing that arrives for an incident that is over changes it; a ticket stays open elsewhere.
    Expected<Events> operator()(const command::CountAlert& count) const {
        if (!open() && incident.state != State::ticket) return Events{};
        return Events{count.fired};
    }
    Expected<Events> operator()(const command::QuietAlert& quiet) const {
        if (!open() && incident.state != State::ticket) return Events{};
        return Events{quiet.quiet};
    }

    bool offered_to(const UserId& user) const {
        return incident.lead_offer && incident.lead_offer->to.user == user;
    }
    // Why an offer that somebody still sees is worth nothing.
    std::string offer_gone() const {
        const auto now_so = incident.lead_offer
                                ? fmt::format(" {} is asked now.", incident.lead_offer->to.name)
                            : incident.lead.user.empty() ? std::string()
                                                         : fmt::format(" {} leads.", incident.lead.name);
        return fmt::format("The lead of {} is not offered to you any more.{} Nothing was changed.",
                           name_of(incident), now_so);
    }
    // A press that Slack or a nervous finger repeats.
    bool repeated(const command::Update& update) const {
        return incident.last_words && incident.last_words->text == update.text &&
               is_same(incident.last_words->by, command.by) &&
               now - incident.last_words->at < same_text_window && !update.unchanged;
    }
    // Whoever moves an incident on that nobody had taken has taken it.
    void acknowledge_silently(Events& events) const {
        if (!is_unanswered(incident.state)) return;
        events.push_back(event::Acknowledged{next_due(incident.resumes, incident.severity)});
    }
    std::optional<TimelineEntry> find_entry(int sequence) const {
        const auto entries = entries_of(facts.timeline);
        const auto found = std::ranges::find(entries, sequence, &TimelineEntry::sequence);
        return found == entries.end() ? std::nullopt : std::optional{*found};
    }
    Expected<void> check_entry(int sequence) const {
        const auto entry = find_entry(sequence);
        if (!entry || entry->removed)
            return fail(ErrorKind::not_found, "That entry is not in the timeline any more.");
        if (!entry->written_by_person) {
            return fail(ErrorKind::forbidden,
                        "Entries made by Tocsin itself stay as they are. Add a note beside it.");
        }
        if (!is_same(entry->by, command.by) && !is_same(incident.lead, command.by)) {
            return fail(ErrorKind::forbidden,
                        fmt::format("Only {} and the lead can change that entry.", entry->by.name));
        }
        return {};
    }
};

}  // namespace

std::string over(const Incident& incident) {
    const auto what = incident.state == State::false_alarm ? std::string("marked as not an incident")
                      : incident.state == State::merged
                          ? fmt::format("merged into INC-{}", incident.merged_into.value())
                      : incident.state == State::ticket ? std::string("handed to the tracker")
                                                        : std::string("resolved");
    return fmt::format("{} was {} at {} UTC. Nothing was changed.", name_of(incident), what,
                       format_clock(incident.ended.value_or(incident.declared)));
}

Expected<std::vector<EventBody>> decide(const Incident& incident, const Facts& facts,
                                        const IncidentCommand& command, Time now) {
    return std::visit(Decide{incident, facts, command, now}, command.body);
}

}  // namespace tocsin

// What may be done to an incident, and what it means: commands in, facts out. Pure; the caller records the
// facts, folds them (apply) and carries out what follows (effects_of, timers_of).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/core/incident.h"
#include "bot/core/learning_commands.h"
#include "bot/core/on_call.h"
#include "bot/core/paging_plan.h"
#include "bot/core/rules.h"
#include "bot/core/step_commands.h"

namespace tocsin {

namespace command {

struct Acknowledge {
    int page = 0;  // through which; 0: none
    bool operator==(const Acknowledge&) const = default;
};
struct Update {
    std::string text;
    std::string working_on;
    std::optional<Duration> eta;
    std::optional<Duration> next;
    std::optional<State> status;  // identified, monitoring, investigating
    bool broadcast = false;
    bool unchanged = false;
    bool operator==(const Update&) const = default;
};
struct ChangeStatus {
    State to{};
    std::string text;
    bool operator==(const ChangeStatus&) const = default;
};
struct ChangeSeverity {
    Severity to{};
    std::string reason;
    bool operator==(const ChangeSeverity&) const = default;
};
struct OfferLead {
    Actor to;
    std::string note;
    bool operator==(const OfferLead&) const = default;
};
struct AcceptLead {
    bool operator==(const AcceptLead&) const = default;
};
struct DeclineLead {
    bool operator==(const DeclineLead&) const = default;
};
struct TakeLead {
    std::string note;
    bool operator==(const TakeLead&) const = default;
};
struct GiveRole {
    std::string role;
    Actor to;
    bool operator==(const GiveRole&) const = default;
};
struct Join {
    bool operator==(const Join&) const = default;
};
struct AnnounceJoins {
    bool operator==(const AnnounceJoins&) const = default;
};
struct Leave {
    bool operator==(const Leave&) const = default;
};
struct Watch {
    bool on = true;
    bool operator==(const Watch&) const = default;
};
struct ChangeRhythm {
    std::optional<Duration> every;  // none: back to the severity's own
    bool stop = false;
    std::string reason;
    bool operator==(const ChangeRhythm&) const = default;
};
struct Snooze {
    Duration by{};
    bool operator==(const Snooze&) const = default;
};
struct HoldReminders {  // the update form is open
    bool operator==(const HoldReminders&) const = default;
};
struct CheckAge {  // the timer `age/…` is due
    bool operator==(const CheckAge&) const = default;
};
struct CheckTarget {  // the timer `target/…` is due
    bool operator==(const CheckTarget&) const = default;
};
struct Remind {  // the timer `remind/…` is due
    bool operator==(const Remind&) const = default;
};
struct AddNote {
    std::optional<Time> at;
    std::string text;
    bool operator==(const AddNote&) const = default;
};
struct EditEntry {
    int entry = 0;
    std::optional<Time> at;
    std::string text;
    bool operator==(const EditEntry&) const = default;
};
struct RemoveEntry {
    int entry = 0;
    bool operator==(const RemoveEntry&) const = default;
};
struct PinMessage {
    ChannelId channel;
    MessageTs ts;
    Time at;
    Actor author;
    std::string text;
    bool operator==(const PinMessage&) const = default;
};
struct UnpinMessage {
    ChannelId channel;
    MessageTs ts;
    bool operator==(const UnpinMessage&) const = default;
};
struct Resolve {
    std::string cause;
    std::string mitigation;
    DataLoss data = DataLoss::none;
    bool asked_data = false;
    std::vector<std::string> unchecked;
    std::optional<Time> restored;
    Actor post_mortem_owner;  // empty: the lead, else the actor
    bool wants_post_mortem = false;
    bool operator==(const Resolve&) const = default;
};
struct GiveCause {
    std::string cause;
    bool operator==(const GiveCause&) const = default;
};
struct Reopen {
    std::string reason;
    bool operator==(const Reopen&) const = default;
};
struct Cancel {
    std::string reason;
    bool operator==(const Cancel&) const = default;
};
struct MergeInto {
    IncidentNumber target;
    bool operator==(const MergeInto&) const = default;
};
struct Absorb {
    IncidentNumber duplicate;
    std::string title;
    std::vector<Actor> participants;
    std::optional<Time> next_due{};  // of the duplicate's paging; none: nobody more was to be paged
    bool operator==(const Absorb&) const = default;
};
struct RatePage {
    PageVerdict verdict{};
    bool operator==(const RatePage&) const = default;
};

struct CountAlert {  // an alert of this incident fired
    event::AlertFired fired;
    bool operator==(const CountAlert&) const = default;
};
struct QuietAlert {
    event::AlertQuiet quiet;
    bool operator==(const QuietAlert&) const = default;
};

struct FireLevel {  // the timer `escalate/…` is due
    bool operator==(const FireLevel&) const = default;
};
struct PageAgain {  // the timer `again/…` is due
    bool operator==(const PageAgain&) const = default;
};
struct Escalate {
    std::string reason;
    bool operator==(const Escalate&) const = default;
};
struct GiveBack {
    std::string reason;
    bool operator==(const GiveBack&) const = default;
};
struct Reassign {
    Actor to;
    std::string note;
    bool operator==(const Reassign&) const = default;
};
struct PassOn {
    bool operator==(const PassOn&) const = default;
};
struct PageSomeone {
    std::vector<Target> to;
    std::vector<Means> via;  // empty: those of the severity
    std::string text;
    bool operator==(const PageSomeone&) const = default;
};
// The page failed for good: the next provider of its means, else another means of the same person, else the
// next level.
struct PageInstead {
    int page = 0;
    int providers = 0;  // that carry its means and may not have been tried; 0: all refused it
    bool operator==(const PageInstead&) const = default;
};
// No provider takes the page for now: another means of the same person is tried beside it.
struct PageBesides {
    int page = 0;
    bool operator==(const PageBesides&) const = default;
};
struct MovePage {
    int page = 0;
    PageState to{};
    std::string provider;
    std::string provider_id;
    std::string detail;
    bool operator==(const MovePage&) const = default;
};

struct NoteTicket {  // that the tracker has it
    std::string tracker;
    std::string name;
    std::string url;
    bool operator==(const NoteTicket&) const = default;
};
struct NoteTicketTrouble {
    std::string tracker;
    std::string reason;  // a sentence
    bool operator==(const NoteTicketTrouble&) const = default;
};

// What the status page says of it from now on: published, corrected, ended or moved
// (bot/engine/status_page.h).
struct NotePublic {
    EventBody fact;
    bool operator==(const NotePublic&) const = default;
};

}  // namespace command

struct CommandKinds {
    using Variant = std::variant<
        command::Acknowledge, command::Update, command::ChangeStatus, command::ChangeSeverity,
        command::OfferLead, command::AcceptLead, command::DeclineLead, command::TakeLead, command::GiveRole,
        command::Join, command::AnnounceJoins, command::Leave, command::Watch, command::ChangeRhythm,
        command::Snooze, command::HoldReminders, command::CheckAge, command::CheckTarget, command::Remind,
        command::AddNote, command::EditEntry, command::RemoveEntry, command::PinMessage,
        command::UnpinMessage, command::Resolve, command::GiveCause, command::Reopen, command::Cancel,
        command::MergeInto, command::Absorb, command::RatePage, command::CountAlert, command::QuietAlert,
        command::FireLevel, command::PageAgain, command::Escalate, command::GiveBack, command::Reassign,
        command::PassOn, command::PageSomeone, command::PageInstead, command::PageBesides, command::MovePage,
        command::NoteTicket, command::NoteTicketTrouble, command::PostRunbook, command::MarkStep,
        command::CheckLimits, command::PutOffLimit, command::WantRunbook, command::NotePublic,
        command::AddAction, command::ChangeAction, command::FinishAction, command::UnfinishAction,
        command::TellDueActions, command::NoteActionTicket, command::NoteActionTicketTrouble,
        command::ShowPostMortem, command::ClaimPostMortem, command::WritePostMortem,
        command::RemindOfPostMortem, command::PutOffPostMortem, command::AskForHelp,
        command::PublishPostMortem, command::SkipPostMortem, command::NotePostMortemCopy,
        command::NotePostMortemCopyTrouble, command::CorrectTimes>;
};
extern template class CompiledVariant<CommandKinds>;
using CommandBody = CompiledVariant<CommandKinds>;

struct IncidentCommand {
    Actor by;
    Via via{};
    CommandBody body;
};

// What was read for a decision.
struct Facts {
    const Rules& rules;
    const OnCall& on_call;
    const std::vector<Event>&
        timeline;  // of this incident; needed by EditEntry, RemoveEntry and UnpinMessage only
};

// The facts with which an incident opens: the declaration, its plan and, when they are due at once, the first
// pages.
std::vector<EventBody> opening(IncidentNumber number, const event::Declared& declared, const Facts& facts,
                               const Actor& by, Via via, Time now);

// The facts that the command makes true, in order; empty: nothing changes and that is fine (a second press).
// Errors are sentences for the actor: conflict for an incident that is over or in another state, forbidden
// for missing rights.
Expected<std::vector<EventBody>> decide(const Incident& incident, const Facts& facts,
                                        const IncidentCommand& command, Time now);

// Who learns of a fact in Slack, besides the card, which always follows.
struct Tell {
    enum class Audience {
        thread,              // the war room
        thread_and_channel,  // and shown in the incidents channel
        direct,              // a direct message to `user`
    };
    Audience audience{};
    UserId user;
    // Names the posted message among the incident's, to edit it later: "reminder/3", "offer/U024BE7LH". Also
    // tells two messages about one fact apart: "cause" asks for the root cause after a resolution,
    // "withdrawn" tells whoever was asked to lead that somebody else is. May be empty.
    std::string name;
    bool operator==(const Tell&) const = default;
};
inline constexpr std::string_view public_name = "public";  // of the proposal to publish an entry
UserId asked_in(std::string_view name);  // of an offer to lead, which is a direct message; else empty
struct Edit {                            // the message of that name is shown anew
    std::string name;
    bool operator==(const Edit&) const = default;
};
struct ShowPostMortem {  // it is posted in the war room
    bool operator==(const ShowPostMortem&) const = default;
};
struct SendPage {  // by its means, to its person
    int page = 0;
    bool operator==(const SendPage&) const = default;
};
struct StopPages {  // what still rings or waits is not wanted any more
    Actor of{};     // whose; nobody: everybody's
    bool operator==(const StopPages&) const = default;
};
struct Alarm {  // nobody could be paged, or nobody answered to the end
    PagingEnd end{};
    bool operator==(const Alarm&) const = default;
};
struct OpenTicket {
    std::string tracker;
    bool operator==(const OpenTicket&) const = default;
};
struct OpenActionTicket {  // where a tracker takes action items
    int action = 0;
    bool operator==(const OpenActionTicket&) const = default;
};
struct CopyPostMortem {  // to wherever published ones are kept
    bool operator==(const CopyPostMortem&) const = default;
};
using Effect = std::variant<Tell, Edit, ShowPostMortem, SendPage, StopPages, Alarm, OpenTicket,
                            OpenActionTicket, CopyPostMortem>;

std::vector<Effect> effects_of(const Incident& before, const Event& event, const Incident& after,
                               const Rules& rules);

// The timers an incident needs right now; every other timer of it is cancelled.
struct TimerWish {
    std::string key;  // "remind/42", "escalate/42"
    Time due;
    CommandBody command;
    bool operator==(const TimerWish&) const = default;
};
std::vector<TimerWish> timers_of(const Incident& incident, const Rules& rules);

}  // namespace tocsin

// Facts on an incident's timeline. They are append-only, carry everything that was computed when they
// happened, and folding them gives the incident (apply in incident.h): nothing here may depend on rules that
// change later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/compiled_variant.h"
#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/actor.h"
#include "bot/core/learning_events.h"
#include "bot/core/page_verdict.h"
#include "bot/core/paging_events.h"
#include "bot/core/public_events.h"
#include "bot/core/severity.h"
#include "bot/core/state.h"
#include "bot/core/step_events.h"

namespace tocsin {

enum class Via {
    slash,
    mention,
    direct_message,
    button,
    form,
    shortcut,
    reaction,
    command_line,
    api,
    timer,
    sms,
    phone,
    push,
    web,
    provider,  // a report of somebody else's server
};
std::string_view key_of(Via via);
std::optional<Via> parse_via(std::string_view key);

enum class DataLoss { none, possible, lost };

namespace event {

struct Declared {
    static constexpr std::string_view kind = "declared";
    std::string title;
    Severity severity{};
    std::string impact;  // what users see; may be empty
    ServiceId service;   // may be empty
    Time started;
    Time detected;
    std::string source;  // "uptime monitor `api-health`"; empty: declared by the actor
    State state = State::paging;
    bool drill = false;
    bool is_private = false;
    bool nopage = false;
    bool own_channel = false;         // the war room is a channel of its own, not a thread
    std::string source_message_link;  // permalink of the message it was made from; may be empty
    std::vector<Actor> participants;  // besides the actor
    std::string rule;                 // of the alert that opened it; empty: none, or it was no alert
    bool operator==(const Declared&) const = default;
};
struct Acknowledged {
    static constexpr std::string_view kind = "acknowledged";
    std::optional<Time> next_due;  // the promise made with it; none where the severity has no rhythm
    int page = 0;                  // through which it came; 0: none
    bool operator==(const Acknowledged&) const = default;
};
struct Joined {
    static constexpr std::string_view kind = "joined";
    bool operator==(const Joined&) const = default;
};
struct JoinsAnnounced {  // the thread was told who joined
    static constexpr std::string_view kind = "joins_announced";
    std::vector<Actor> who;
    bool operator==(const JoinsAnnounced&) const = default;
};
struct Left {
    static constexpr std::string_view kind = "left";
    bool operator==(const Left&) const = default;
};
struct Watched {
    static constexpr std::string_view kind = "watched";
    bool operator==(const Watched&) const = default;
};
struct Unwatched {
    static constexpr std::string_view kind = "unwatched";
    bool operator==(const Unwatched&) const = default;
};
struct Updated {
    static constexpr std::string_view kind = "updated";
    std::string text;
    std::string working_on;   // may be empty
    std::optional<Time> eta;  // expected resolution
    std::optional<Time> next_due;
    bool unchanged = false;  // "nothing new"
    bool broadcast = false;  // also shown in the incidents channel
    bool operator==(const Updated&) const = default;
};
struct StatusChanged {
    static constexpr std::string_view kind = "status_changed";
    State from{};
    State to{};
    std::string text;  // may be empty; empty too when an update carries the words
    std::optional<Time> next_due;
    bool operator==(const StatusChanged&) const = default;
};
struct SeverityChanged {
    static constexpr std::string_view kind = "severity_changed";
    Severity from{};
    Severity to{};
    std::string reason;  // may be empty
    std::optional<Time> next_due;
    bool operator==(const SeverityChanged&) const = default;
};
struct LeadOffered {
    static constexpr std::string_view kind = "lead_offered";
    Actor to;
    std::string note;
    bool operator==(const LeadOffered&) const = default;
};
struct LeadDeclined {
    static constexpr std::string_view kind = "lead_declined";
    bool operator==(const LeadDeclined&) const = default;
};
struct LeadTaken {  // by the actor
    static constexpr std::string_view kind = "lead_taken";
    Actor from;  // empty: nobody led
    std::string note;
    bool operator==(const LeadTaken&) const = default;
};
struct RoleGiven {
    static constexpr std::string_view kind = "role_given";
    std::string role;
    Actor to;
    bool operator==(const RoleGiven&) const = default;
};
struct RhythmChanged {
    static constexpr std::string_view kind = "rhythm_changed";
    std::optional<Duration> every;  // none: the severity's own
    bool stopped = false;
    std::string reason;
    std::optional<Time> next_due;
    bool operator==(const RhythmChanged&) const = default;
};
struct ReminderTold {  // one step of the ladder of interactions.md section 7 was taken
    static constexpr std::string_view kind = "reminder_told";
    int step = 0;  // index into the severity's ladder; past its end: the repeating line
    bool operator==(const ReminderTold&) const = default;
};
struct ReminderSnoozed {
    static constexpr std::string_view kind = "reminder_snoozed";
    Duration by{};
    Time until;
    bool operator==(const ReminderSnoozed&) const = default;
};
struct ReminderHeld {  // somebody is writing: grace without a word
    static constexpr std::string_view kind = "reminder_held";
    Time until;
    bool operator==(const ReminderHeld&) const = default;
};
struct LongRunningAsked {  // 4 hours: slower rhythm? 8 hours: hand over?
    static constexpr std::string_view kind = "long_running_asked";
    int hours = 0;
    bool operator==(const LongRunningAsked&) const = default;
};
struct TargetMissed {  // nobody had acknowledged by then
    static constexpr std::string_view kind = "target_missed";
    Time target;
    bool operator==(const TargetMissed&) const = default;
};
struct ClockStepped {  // the time of day was set while something was due after a while: that moves with it
    static constexpr std::string_view kind = "clock_stepped";
    Duration by{};  // negative: it was set back
    bool operator==(const ClockStepped&) const = default;
};
struct NoteAdded {
    static constexpr std::string_view kind = "note_added";
    Time at;  // when it happened, as the author says
    std::string text;
    bool operator==(const NoteAdded&) const = default;
};
struct EntryEdited {
    static constexpr std::string_view kind = "entry_edited";
    int entry = 0;  // sequence of the entry in this incident
    Time at;
    std::string text;
    bool operator==(const EntryEdited&) const = default;
};
struct EntryRemoved {
    static constexpr std::string_view kind = "entry_removed";
    int entry = 0;
    bool operator==(const EntryRemoved&) const = default;
};
struct MessagePinned {
    static constexpr std::string_view kind = "message_pinned";
    ChannelId channel;
    MessageTs ts;
    Time at;
    Actor author;
    std::string text;
    bool operator==(const MessagePinned&) const = default;
};
struct MessageUnpinned {
    static constexpr std::string_view kind = "message_unpinned";
    ChannelId channel;
    MessageTs ts;
    bool operator==(const MessageUnpinned&) const = default;
};
struct Resolved {
    static constexpr std::string_view kind = "resolved";
    std::string cause;  // empty: not known yet
    std::string mitigation;
    DataLoss data = DataLoss::none;
    bool asked_data = false;  // the form asked about data and checks; the one-line command does not
    std::vector<std::string> unchecked;  // checks of Phase 5 that were not ticked
    Time restored;
    Actor post_mortem_owner;
    std::optional<Time> post_mortem_due;  // none: not required and not chosen
    bool operator==(const Resolved&) const = default;
};
struct CauseGiven {  // after a resolution whose cause was not known
    static constexpr std::string_view kind = "cause_given";
    std::string cause;
    bool operator==(const CauseGiven&) const = default;
};
struct Reopened {
    static constexpr std::string_view kind = "reopened";
    std::string reason;
    State to = State::investigating;
    std::optional<Time> next_due;
    bool operator==(const Reopened&) const = default;
};
struct Cancelled {
    static constexpr std::string_view kind = "cancelled";
    std::string reason;
    bool operator==(const Cancelled&) const = default;
};
struct MergedInto {
    static constexpr std::string_view kind = "merged_into";
    IncidentNumber target;
    bool operator==(const MergedInto&) const = default;
};
struct Absorbed {  // the other side of MergedInto
    static constexpr std::string_view kind = "absorbed";
    IncidentNumber duplicate;
    std::string title;
    std::vector<Actor> participants;
    bool operator==(const Absorbed&) const = default;
};
struct PageRated {
    static constexpr std::string_view kind = "page_rated";
    bool actionable = false;
    std::optional<PageVerdict> verdict;  // none: of a time when only `actionable` was asked; not counted
    bool operator==(const PageRated&) const = default;
};
struct AlertFired {  // besides the one that opened the incident, or once more
    static constexpr std::string_view kind = "alert_fired";
    std::int64_t alert = 0;  // its ID in the store
    std::string name;        // as people call it
    int times = 0;           // for this incident; 1: it joins
    bool flaps = false;      // from now on it is counted elsewhere, not here
    bool operator==(const AlertFired&) const = default;
};
struct AlertQuiet {
    static constexpr std::string_view kind = "alert_quiet";
    std::int64_t alert = 0;
    std::string name;
    Time since;
    int firing = 0;  // alerts of the incident that still fire
    bool operator==(const AlertQuiet&) const = default;
};

}  // namespace event

struct EventKinds {
    using Variant = std::variant<
        event::Declared, event::Acknowledged, event::Joined, event::JoinsAnnounced, event::Left,
        event::Watched, event::Unwatched, event::Updated, event::StatusChanged, event::SeverityChanged,
        event::LeadOffered, event::LeadDeclined, event::LeadTaken, event::RoleGiven, event::RhythmChanged,
        event::ReminderTold, event::ReminderSnoozed, event::ReminderHeld, event::LongRunningAsked,
        event::TargetMissed, event::NoteAdded, event::EntryEdited, event::EntryRemoved, event::MessagePinned,
        event::MessageUnpinned, event::Resolved, event::CauseGiven, event::Reopened, event::Cancelled,
        event::MergedInto, event::Absorbed, event::PageRated, event::AlertFired, event::AlertQuiet,
        event::Planned, event::Paged, event::PagingWaited, event::PagingEnded, event::GivenBack,
        event::Escalated, event::Reassigned, event::PassedOn, event::PageMoved, event::TicketWanted,
        event::TicketOpened, event::TicketRefused, event::StepsPosted, event::StepMarked, event::LimitReached,
        event::LimitPutOff, event::RunbookWanted, event::PublicEntryPublished, event::PublicEntryCorrected,
        event::PublicNoticeEnded, event::PublicNoticeMoved, event::ActionAdded, event::ActionChanged,
        event::ActionDone, event::ActionUndone, event::ActionDueTold, event::ActionTicketOpened,
        event::ActionTicketRefused, event::PostMortemShown, event::PostMortemClaimed,
        event::PostMortemWritten, event::PostMortemReminded, event::PostMortemPutOff,
        event::PostMortemHelpAsked, event::PostMortemPublished, event::PostMortemSkipped,
        event::PostMortemCopied, event::PostMortemCopyRefused, event::TimesCorrected, event::ClockStepped>;
};
extern template class CompiledVariant<EventKinds>;
using EventBody = CompiledVariant<EventKinds>;

struct Event {
    IncidentNumber incident;
    int sequence = 0;  // 1, 2, 3 … within the incident
    Time at;
    Actor by;
    Via via{};
    EventBody body;

    bool operator==(const Event&) const = default;
};

// "declared", "acknowledged": the name in the store and in exports. Never changed, never used twice.
std::string_view kind_of(const EventBody& body);

}  // namespace tocsin

// The incident as a value, and how a fact changes it. Pure: no clock, no rules, no I/O. What a command may do
// to it is decide() in decide.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/event.h"
#include "bot/core/paging.h"
#include "bot/core/step_list.h"

namespace tocsin {

struct LastWords {  // what the card quotes
    std::string text;
    std::string working_on;
    Actor by;
    Time at;
    bool operator==(const LastWords&) const = default;
};

struct LeadOffer {
    Actor to;
    std::string note;
    Time at;
    bool operator==(const LeadOffer&) const = default;
};

struct Resolution {
    std::string cause;
    std::string mitigation;
    DataLoss data = DataLoss::none;
    bool asked_data = false;
    std::vector<std::string> unchecked;
    Time restored;
    Actor by;
    Actor post_mortem_owner;
    std::optional<Time> post_mortem_due;
    bool operator==(const Resolution&) const = default;
};

struct Ticket {  // that stands for the incident in a tracker
    std::string tracker;
    std::string name;  // example/api#123
    std::string url;
    bool operator==(const Ticket&) const = default;
};

struct WantedRunbook {  // somebody is reminded to write it
    std::string about;  // Search
    Actor by;
    bool operator==(const WantedRunbook&) const = default;
};

struct PublicFace {  // what the status page says of it
    std::string notice;
    int entry = 0;  // the newest
    PublicHeading heading{};
    bool operator==(const PublicFace&) const = default;
};

// The promise of the next update and how far its reminders have got (interactions.md section 7).
struct Reminders {
    int number = 0;                   // of the promise: buttons of a reminder carry it
    std::optional<Time> due;          // none: nothing is promised
    std::optional<Time> ladder_from;  // the ladder's steps count from here: due, or later after a snooze
    std::optional<Time> hold_until;   // no step is told before
    int next_step = 0;
    Duration snoozed{};  // for this promise
    int unchanged_in_row = 0;
    std::optional<Duration> every;  // instead of the severity's rhythm
    bool stopped = false;
    int asked_hours = 0;  // 0, 4 or 8
    int updates_due = 0;  // promises that came due or were kept, and those kept in time
    int updates_on_time = 0;
    bool operator==(const Reminders&) const = default;
};

struct Incident {
    IncidentNumber number;
    std::string title;
    Severity severity{};
    Severity declared_severity{};
    Severity highest_severity{};
    State state{};
    State resumes = State::investigating;  // what an acknowledgment goes back to
    bool reopened = false;
    bool drill = false;
    bool is_private = false;
    bool nopage = false;
    bool own_channel = false;
    std::string impact;
    ServiceId service;
    std::string source;
    std::string rule;  // of the alert that opened it
    std::string source_message_link;
    Time started;
    Time detected;
    Time declared;
    Actor declared_by;
    Actor lead;  // empty: nobody leads
    std::optional<Time> lead_since;
    std::optional<LeadOffer> lead_offer;
    std::optional<Time> acknowledged;  // the first one
    Actor acknowledged_by;
    std::optional<Time> missed_target;  // of the acknowledgment, as far as the card was told
    std::vector<Actor> participants;
    std::vector<Actor> watchers;
    std::vector<Actor> joined_untold;  // joined, and the thread does not know yet
    std::optional<Time> first_untold_join;
    std::map<std::string, Actor> roles;
    std::optional<LastWords> last_words;
    std::optional<Time> last_update;  // of an update, not of the announcement
    int updates = 0;
    Duration longest_gap{};  // between updates, counted from the acknowledgment
    std::optional<Time> eta;
    Reminders reminders;
    Paging paging;
    std::vector<StepList> step_lists;    // in the war room, in the order in which they came
    std::vector<StepLimit> step_limits;  // of those lists
    std::vector<WantedRunbook> runbook_wanted;
    std::optional<Ticket> ticket;
    std::string ticket_trouble;             // why there is none yet; empty: nothing is known of any
    std::optional<PublicFace> public_face;  // none: nothing, or nothing any more
    std::optional<Time> identified;         // the first time, as the status says or people corrected it
    std::optional<Time> mitigated;          // likewise, of monitoring
    std::optional<Resolution> resolution;
    std::vector<ActionItem> actions;  // in the order of their numbers
    PostMortem post_mortem;
    std::optional<Time> ended;  // resolved, cancelled or merged at
    std::string cancel_reason;
    IncidentNumber merged_into;
    std::optional<PageVerdict> verdict;  // the last that somebody gave
    std::optional<Time> last_status_change;
    Actor last_changed_by;
    int revision = 0;  // number of events folded; the card's revision

    bool operator==(const Incident&) const = default;
};

// Folds one fact in. The first event of an incident is Declared. Never fails; unknown references are ignored.
Incident apply(Incident incident, const Event& event);

std::string name_of(const Incident& incident);  // INC-42, DRILL-42
// "INC-42", "DRILL-42", "#42", "42"; any case.
std::optional<IncidentNumber> parse_incident(std::string_view text);

// When somebody is reminded next that an action item is due; none: nobody is.
std::optional<Time> next_due_action(const Incident& incident);

bool is_participant(const Incident& incident, const Actor& who);  // lead, declarer, joined or paged
bool is_participant(const Incident& incident, const UserId& user);
bool is_lead(const Incident& incident, const UserId& user);
const Page* page_of(const Incident& incident, int number);  // nullptr: no such page
int minutes_since_start(const Incident& incident,
                        Time now);  // the update mark: whole minutes, never negative

}  // namespace tocsin

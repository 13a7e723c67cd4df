// When the next update is promised and when which reminder of it is told (interactions.md section 7). Pure
// arithmetic on an incident's promise and the severity's ladder; who is told what is decided elsewhere.
#pragma once

#include <optional>
#include <string>

#include "bot/core/incident.h"
#include "bot/core/rules.h"

namespace tocsin {

inline constexpr Duration snooze_limit = 15min;        // for one due update
inline constexpr Duration hold_while_writing = 2min;   // the lead has the update form open
inline constexpr Duration repeat_every = 15min;        // after a SEV 1's ladder has been told
inline constexpr Duration longest_monitoring = 30min;  // the doubled rhythm of monitoring stops here
inline constexpr Duration ask_slower_after = 4h;
inline constexpr Duration ask_handover_after = 8h;

// The rhythm that counts now: the incident's own or its severity's, doubled while monitoring. None: no
// updates are due.
std::optional<Duration> rhythm_of(const Incident& incident, State state, Severity severity,
                                  const Rules& rules);

// When the next update is due if the last one is made at `from`.
std::optional<Time> promised(const Incident& incident, State state, Severity severity, const Rules& rules,
                             Time from);

// When the next step of the ladder is due; none when nothing is left to tell.
std::optional<Time> next_reminder(const Incident& incident, const Rules& rules);

// The message of the thread that asks for the promised update, by its name among the incident's messages, and
// whether it was told: then there is something that shows what becomes of the promise.
std::string reminder_name(const Incident& incident);
bool reminder_told(const Incident& incident, const Rules& rules);

// The step to tell at `now` (an index into the ladder; at or past its end: the repeating line): the earliest
// untold step of the ladder, or the latest repetition. None when nothing is due.
std::optional<int> step_due(const Incident& incident, const Rules& rules, Time now);

// When the bot asks for a slower rhythm (4 h) or a handover (8 h); none when both were asked.
std::optional<Time> next_age_question(const Incident& incident);

}  // namespace tocsin

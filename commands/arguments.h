// Arguments that several verbs take off the front or the end of their text: severities, people, durations,
// points in time. Whole commands are in grammar.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commands/desk.h"

namespace tocsin::commands {

// "1", "sev1", "SEV 1", "critical" at the start of `text`, taken off. nullopt: the first word is none.
std::optional<Severity> take_severity(std::string_view& text);

// "15m", "1h30", "5 min" at the start, taken off.
std::optional<Duration> take_duration(std::string_view& text);

// A point in time at the start ("14:30", "14:30 UTC", "10m ago", "yesterday 23:10"), taken off. At most four
// words are looked at.
std::optional<Time> take_time(std::string_view& text, std::string_view zone, Time now);

// The person that a word names, as somebody who can take something over. Errors: a name that is no mention,
// a bot, a guest, somebody who left.
Expected<Actor> person_named(std::string_view word, const Request& request, Desk& desk);
Expected<Actor> person_with(const UserId& user, Desk& desk);

// "1737469920" of a date picker; nullopt: nothing was chosen.
std::optional<Time> picked_time(std::string_view unix_text);

}  // namespace tocsin::commands

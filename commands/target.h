// Which incident a command means (interactions.md 4.1): the one named, the one of this thread or channel, the
// only open one the person leads, the only one there is; else the person is asked. Incidents that the person
// may not read do not exist here.
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "commands/verb.h"

namespace tocsin::commands {

// The incident of that number, if the person may read it.
std::optional<Incident> readable_incident(IncidentNumber number, const Request& request, Desk& desk);
// That of the thread or channel where it was said.
std::optional<Incident> incident_here(const Request& request, Desk& desk);
std::vector<Incident> readable_open(const Request& request, Desk& desk);  // newest first

Answer unknown_incident(std::string_view named, const Request& request, Desk& desk);

// Takes the target off `text`. The error is what to ask or tell the person; a question keeps the command.
std::expected<Incident, Answer> find_incident(const Verb& verb, const Request& request,
                                              std::string_view& text, Desk& desk);

inline constexpr int most_offered = 100;  // incidents in a question: what a select can hold

}  // namespace tocsin::commands

// What may be done about lists of steps (interactions.md 4.3, runbook); one overload for each command.
// decide() in decide.h is the door.
#pragma once

#include "bot/core/decide.h"

namespace tocsin {

using StepDecision = Expected<std::vector<EventBody>>;

StepDecision decide_steps(const Incident&, const Actor& by, const command::PostRunbook&, Time now);
StepDecision decide_steps(const Incident&, const Actor& by, const command::MarkStep&, Time now);
StepDecision decide_steps(const Incident&, const Actor& by, const command::CheckLimits&, Time now);
StepDecision decide_steps(const Incident&, const Actor& by, const command::PutOffLimit&, Time now);
StepDecision decide_steps(const Incident&, const Actor& by, const command::WantRunbook&, Time now);

// Whoever says that the cause is known finds what brings a service back, and whoever watches the recovery
// what shows it; each once, as long as the incident has not ended since.
void add_phase_steps(const Incident& incident, State to, std::vector<EventBody>& events);

// When the next limit is due.
std::optional<Time> next_limit(const Incident& incident);

}  // namespace tocsin

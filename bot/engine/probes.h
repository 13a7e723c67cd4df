// The addresses that the bot watches by itself and the jobs that report in (bot/core/probe.h): when each is
// looked at or due, and the alert that comes of it. What an alert does is alerts.h.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// At start and after a reload: those of the configuration are watched, others are not any more.
void set_probe_timers(const State& state, storage::Tx& tx);

void end_probes(Workbench& bench);  // the alerts of those that are no more

// The timer "look/NAME" or "beat/NAME" is due.
void fire_probe_timer(Workbench& bench, const storage::Timer& timer);

void take_look(Workbench& bench, const LookedAt& looked);

// A job reported in: 200, or 404 where the configuration has none of that name.
channels::HttpAnswer take_beat(Workbench& bench, const BeatCame& beat);

}  // namespace tocsin::engine

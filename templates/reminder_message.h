// The update reminder [B05] and the further steps of the ladder (interactions.md section 7). When a step is
// due is decided in bot/core/reminders.h.
#pragma once

#include <optional>

#include "templates/facts.h"
#include "templates/render.h"

namespace tocsin::templates {

// What the step tells; `direct`: to the lead alone.
slack::Message reminder_message(const Incident& incident, int step, bool direct, const RenderContext& context,
                                const IncidentFacts& facts);

// The reminder of promise `number` as it reads now: still asking, snoozed, or answered in one line.
slack::Message reminder_now(const Incident& incident, int number, const RenderContext& context,
                            const IncidentFacts& facts);

// After four hours: slower rhythm? After eight: who can take over?
slack::Message long_running_message(const Incident& incident, int hours, const RenderContext& context);

}  // namespace tocsin::templates

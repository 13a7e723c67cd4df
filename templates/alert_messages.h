// What the thread of an incident says about its alerts: that one fired again, counted up in one message, that
// it is quiet, how many they are, and where its source shows more (interactions.md 6.10).
#pragma once

#include <string>

#include "bot/core/alert_record.h"
#include "bot/core/incident.h"
#include "templates/render.h"

namespace tocsin::templates {

// "fires too", "fired again (3rd time)", "fired again (4th time) and flaps".
std::string firing_words(int times, bool flaps);

// `revision` counts the edits of that message, from 1.
slack::Message alert_fired_message(const Alert& alert, int times, bool flaps, int revision,
                                   const RenderContext& context);
// `firing`: alerts of the incident that still fire. Only when none does it offers to resolve.
slack::Message alert_quiet_message(const Incident& incident, const Alert& alert, Time since, int firing,
                                   int revision, const RenderContext& context);
// How many belong to the incident, where further ones are only counted; `latest` is the one that is told of.
slack::Message alert_count_message(const AlertCount& count, const Alert& latest, int revision,
                                   const RenderContext& context);
// The same message once it fires again.
slack::Message alert_was_quiet_message(const Alert& alert, Time since, Time until, int revision,
                                       const RenderContext& context);
// What the source says of the alert that opened the incident: where to look, and its labels. `remark`: what
// was decided about it that its rule does not say; may be empty.
slack::Message alert_facts_message(const Alert& alert, const std::string& remark,
                                   const RenderContext& context);

}  // namespace tocsin::templates

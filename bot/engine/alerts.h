// Alerts, from their arrival to what becomes of them: each is recorded under its source's key, judged by the
// rules, silences and groups, and opens an incident, joins one, waits, or is only counted. How incidents
// change is alert_story.h.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/core/alert_record.h"
#include "bot/engine/work_mark.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Answered when all of them are durable, whatever becomes of them. One that kills whoever takes it is left
// out, and refused.
channels::HttpAnswer take_alerts(Workbench& bench, const AlertsCame& came, WorkMark& mark);

// One alert, as it was told. It stands for whatever else is known under its source and key.
AlertId take_alert(Workbench& bench, Alert alert);

// Of a source that is the bot itself: those whose rule or probe is no more are quiet.
void end_alerts(Workbench& bench, std::string_view source,
                const std::function<bool(const std::string& key)>& still_made);

// It has held for as long as it had to, a silence has ended, or what flapped has been quiet for a while.
void fire_alert_timer(Workbench& bench, const storage::Timer& timer);

// Rules or silences are others than before: what waits is judged anew.
void judge_waiting_alerts(Workbench& bench);

// Alerts of which nothing was heard, silences and deployments, for longer than they are kept. False: there is
// more.
bool forget_old_alerts(Workbench& bench);

}  // namespace tocsin::engine

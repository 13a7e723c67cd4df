// What an alert does to an incident: it opens one, joins one, fires again, falls quiet, and what the thread
// says of that. Every change goes through the core's decisions. When each happens is alerts.h.
#pragma once

#include "bot/core/alert_record.h"
#include "bot/engine/alert_rules.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Whether an alert of this severity becomes part of it instead of opening another: it is open, or a young
// ticket for what is not more severe.
bool takes_alert(const Incident& incident, Severity severity, Time now);

// The record's `incident` and what was said there are set; saving it is the caller's.
void open_incident(Workbench& bench, AlertRecord& record, const Ruling& ruling);
void join_incident(Workbench& bench, AlertRecord& record, const Incident& incident, const Ruling& ruling);
// `quiet_since`: as it was before it fired again.
void fire_again(Workbench& bench, AlertRecord& record, const Incident& incident,
                std::optional<Time> quiet_since);
void raise(Workbench& bench, const AlertRecord& record, const Incident& incident, const Ruling& ruling);
// Needs the record to be saved: the incident's other alerts are counted.
void fall_quiet(Workbench& bench, AlertRecord& record, const Incident& incident);
// Where its incident has more alerts than are told of one by one. Needs the record to be saved.
void count_alerts(Workbench& bench, const AlertRecord& record);
// When none of the incident's alerts fires any more, and the rules of all of them say so.
void resolve_if_quiet(Workbench& bench, const AlertRecord& record, const Incident& incident);

}  // namespace tocsin::engine

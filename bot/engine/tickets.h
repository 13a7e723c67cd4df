// Tickets in a tracker, for incidents that page nobody and for action items: opened once, whatever is lost on
// the way, and never in the way of anything else. A try that may have opened one unnoticed is looked for
// before the next.
#pragma once

#include "bot/engine/calls.h"
#include "bot/engine/outbox.h"
#include "bot/engine/try_again.h"

namespace tocsin::engine {

// Null: the configuration names none of that name.
const trackers::Tracker* tracker_of(Workbench& bench, const std::string& name);

// A drill opens none, and what the configuration does not connect neither.
void open_ticket(Workbench& bench, const Incident& incident, const std::string& tracker);
// For an action item, where a tracker takes them.
void open_action_ticket(Workbench& bench, const Incident& incident, int action);

Prepared prepare_ticket(Workbench& bench, const storage::OutboxRow& row, const outgoing::OpenTicket& wish);

// Its time is over, and somebody has to know.
void give_up_ticket(Workbench& bench, const outgoing::OpenTicket& wish);

// Nothing: it is done.
std::optional<TryAgain> take_ticket_answer(Workbench& bench, const UnderWay& under_way,
                                           const outgoing::OpenTicket& wish, const channels::Answer& answer);

}  // namespace tocsin::engine

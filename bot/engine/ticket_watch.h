// Whether the tickets of open action items were closed in their tracker: asked after now and then, one after
// the other, since nothing can call in everywhere. Nothing waits for it.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

inline constexpr Duration tickets_asked_every = 10min;

void fire_tickets_timer(Workbench& bench);

Prepared prepare_ticket_question(Workbench& bench, const outgoing::AskTicket& wish);
void take_ticket_standing(Workbench& bench, const outgoing::AskTicket& wish, const channels::Answer& answer);

}  // namespace tocsin::engine

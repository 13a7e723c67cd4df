// From a fact to the messages that say it: who learns of it is the core's decision (effects_of), the words
// are the templates'; here they meet and go into the outbox.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void tell(Workbench& bench, const Incident& before, const Event& event, const Incident& after,
          const Incident& latest);

// The reminder that asks for an update now, as it reads by now; nothing when none does.
void show_reminder(Workbench& bench, const Incident& incident);

// In the thread of the message that an incident was made from: "This became INC-42."
void tell_source_message(Workbench& bench, const Incident& incident);

}  // namespace tocsin::engine

// Removing what identifies a person from the store, behind `tocsin forget`: the verb asks piece by piece, so
// that no page waits for it. First it counts and learns under which names the person stands there, then it
// removes. Texts that are Slack's, a provider's or in a backup are not reached from here.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// POST /api/v1/people/PERSON/removal (docs/api.md). Its answer names the person: it is never kept.
channels::HttpAnswer take_removal(Workbench& bench, const ApiAsked& asked);

// A number that was told to STOP before its person was removed: whoever has it now gets no texts either.
void find_stopped(Workbench& bench);

}  // namespace tocsin::engine

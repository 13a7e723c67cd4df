// A call as a conversation: what was heard becomes a command, and the incident as it is then decides what is
// said next (interactions.md 8.3). Silence is never an answer. Words are the templates'.
#pragma once

#include "bot/channels/channel.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// The first words of a call to them about the incident; with keys when the one who calls hears them.
channels::Speech call_begins(Workbench& bench, const Incident& incident, const Actor& to, bool hears_keys);

// `first_time` false: the same was reported before; nothing is done, and the answer is as it was.
channels::Speech call_says(Workbench& bench, const Incident& incident, const Page& page,
                           const channels::KeyPressed& heard, bool first_time);

// The people of the newest pages, with their means.
std::vector<PageOrder> newest_orders(const Paging& paging);

}  // namespace tocsin::engine

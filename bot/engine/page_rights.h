// What whoever was paged may do by text and by link. Answering the page is theirs, whatever else they may:
// acknowledge, escalate, pass on, join. The rest takes the right that it takes in Slack.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Right::drive to post an update, Right::finish to resolve. The error is a sentence for them.
Expected<void> may_besides(Workbench& bench, Right right, const Actor& paged, const Incident& incident);

}  // namespace tocsin::engine

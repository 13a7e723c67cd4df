// What becomes of a post in an incident's room that leaves long after it was made, because Slack was away
// (reliability.md F32): after two minutes it says when it was, after an hour one summary stands for it and
// for its like. What is edited or answered later, a reminder or a post-mortem, is always posted itself.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// nullopt: the summary that was posted instead of an earlier one says it.
std::optional<slack::Message> as_posted_now(Workbench& bench, const storage::OutboxRow& row,
                                            const outgoing::PostInRoom& wish);

}  // namespace tocsin::engine

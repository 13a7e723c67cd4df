// What follows when Slack refuses a call for good: the classic form, a new card, a word to somebody. Errors
// that pass by themselves never get here.
#pragma once

#include <optional>

#include "bot/engine/workbench.h"
#include "bot/slack/web_api.h"

namespace tocsin::engine {

// How long to wait before the same wish is tried again; nothing: it is given up.
std::optional<Duration> after_refusal(Workbench& bench, const UnderWay& under_way,
                                      const slack::Refused& refused);

// A wish that kills whoever carries it out. As above; nothing: the row is dropped.
std::optional<Duration> after_put_away(Workbench& bench, const storage::OutboxRow& row,
                                       const outgoing::Wish& wish);

// A wish whose time passed while it waited.
void after_expiry(Workbench& bench, const storage::OutboxRow& row);

}  // namespace tocsin::engine

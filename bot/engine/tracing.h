// The way of an incident through the log: a line for each fact of its timeline, and the fields that tell what
// every other line is about. No words of people, no numbers and addresses; what is logged where is its
// writer's business.
#pragma once

#include <string_view>

#include "bot/base/ids.h"
#include "bot/base/log_scope.h"
#include "bot/core/incident.h"
#include "bot/engine/outgoing.h"

namespace tocsin::engine {

void log_event(const Incident& before, const Event& event);

// `incident` where the key ends in its number: "escalate/42".
log::Scope timer_scope(std::string_view key);
// `row` of the outbox, and `incident` and `page` where the wish has them.
log::Scope wish_scope(OutboxId row, const outgoing::Wish& wish);

}  // namespace tocsin::engine

// Published post-mortems outside of Slack: a file in a repository, a message to a webhook. Each goes through
// the outbox, follows every later change, and is never in the way of anything. What a target refuses is said
// once.
#pragma once

#include "bot/engine/calls.h"
#include "bot/engine/try_again.h"

namespace tocsin::engine {

// To wherever the configuration names.
void export_post_mortem(Workbench& bench, const Incident& incident);

Prepared prepare_export(Workbench& bench, const storage::OutboxRow& row,
                        const outgoing::ExportPostMortem& wish);

// Its time is over, and somebody has to know.
void give_up_export(Workbench& bench, const outgoing::ExportPostMortem& wish);

// Nothing: it is done.
std::optional<TryAgain> take_export_answer(Workbench& bench, const UnderWay& under_way,
                                           const outgoing::ExportPostMortem& wish,
                                           const channels::Answer& answer);

}  // namespace tocsin::engine

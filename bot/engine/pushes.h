// The status page's entries on their way to other status pages (status_page.push): each once and in order,
// whatever is lost on the way, and never in the way of anything else. A try that may have published one
// unnoticed is looked for before the next. A page that takes nothing is told of once.
#pragma once

#include "bot/engine/calls.h"
#include "bot/engine/try_again.h"

namespace tocsin::engine {

// To every other page.
void push_entry(Workbench& bench, const PublicNotice& notice, int entry, outgoing::PushEntry::What what);

Prepared prepare_push(Workbench& bench, const storage::OutboxRow& row, const outgoing::PushEntry& wish);

// Nothing: it is done.
std::optional<TryAgain> take_push_answer(Workbench& bench, const UnderWay& under_way,
                                         const outgoing::PushEntry& wish, const channels::Answer& answer);

// Its time is over, and somebody has to know.
void give_up_push(Workbench& bench, const outgoing::PushEntry& wish);

}  // namespace tocsin::engine

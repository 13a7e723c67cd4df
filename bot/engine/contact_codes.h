// Codes that go to an address to see whether it is the person's who says so. The store has a hash; the code
// itself is in memory until it has left, and one that a restart loses is asked for again.
#pragma once

#include "bot/engine/calls.h"

namespace tocsin::engine {

// `what`: phone or email; `by`: the means that carries it. Errors: too many lately, or nobody carries it.
Expected<void> send_code(Workbench& bench, const Person& person, Means what, const std::string& address,
                         Means by);

Prepared prepare_code(Workbench& bench, const storage::OutboxRow& row, const outgoing::DeliverCode& wish);
// As take_provider_answer: how long to wait before the next provider is tried; nothing: it is done.
std::optional<Duration> take_code_answer(Workbench& bench, const storage::OutboxRow& row,
                                         const outgoing::DeliverCode& wish, const channels::Answer& answer);

}  // namespace tocsin::engine

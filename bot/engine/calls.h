// One waiting wish as the call that carries it out now. Pure but for reading the store; claiming and pacing
// are outbox.h.
#pragma once

#include <string>
#include <variant>

#include "bot/engine/outgoing.h"
#include "bot/engine/workbench.h"
#include "bot/slack/web_api.h"

namespace tocsin::engine {

struct Ready {
    nlohmann::json payload;  // for the sender
    std::string method;      // for pace and pauses
    std::string channel;     // that it posts to; empty: none
    std::string purpose;     // "lookup", "open_dm": a step on the way; empty: the wish itself
};
struct NotYet {};     // something has to be known first: its card's place
struct NotWanted {};  // overtaken: drop it

using Prepared = std::variant<Ready, NotYet, NotWanted>;

Prepared prepare(Workbench& bench, const storage::OutboxRow& row, const outgoing::Wish& wish);

}  // namespace tocsin::engine

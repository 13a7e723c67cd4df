// One waiting wish as the call that carries it out now. Pure but for reading the store; claiming and pacing
// are outbox.h.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "bot/engine/outgoing.h"
#include "bot/engine/workbench.h"
#include "bot/slack/web_api.h"

namespace tocsin::engine {

struct ShownCard {
    IncidentNumber incident;
    int revision = 0;
};
struct Ready {
    std::variant<slack::Call, channels::Request> what;
    std::string method;   // for pace, pauses and the log: "chat.postMessage", "twilio/sms"
    std::string channel;  // that it posts to; empty: none
    std::string purpose;  // "lookup", "open_dm", "find_channel": a step on the way; empty: the wish itself
    std::optional<ShownCard> card;  // that it shows
};
struct NotWanted {};  // overtaken: drop it
struct Later {        // it would be too much at once, or something has to be known first: its card's place
    Time at;
};

using Prepared = std::variant<Ready, NotWanted, Later>;

std::string room_name(const Incident& incident, int attempt);  // inc-42, drill-42, inc-42-2

Prepared prepare(Workbench& bench, const storage::OutboxRow& row, const outgoing::Wish& wish);

}  // namespace tocsin::engine

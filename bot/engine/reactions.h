// Reactions under messages: :pushpin: keeps a message in the timeline, :eyes: on the card watches. Slack says
// only where the message stands, so it is read first and the rest happens when the answer is there.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

void take_reaction(Workbench& bench, const slack::Reaction& reaction);
// `body` is the answer of conversations.replies.
void take_reaction(Workbench& bench, const outgoing::ReadMessage& wish, const nlohmann::json& body);

}  // namespace tocsin::engine

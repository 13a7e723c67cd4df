// Replies by text that are about no incident: to a test page, and to the text at the start of a shift. A page
// that waits for an answer always comes first.
#pragma once

#include <optional>
#include <string>

#include "bot/core/reply.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// What is answered; nothing: it is about neither. `before`: when it was written, at the latest.
std::optional<std::string> duty_reply(Workbench& bench, const Person& person, const Reply& reply,
                                      Time before);

}  // namespace tocsin::engine

// Events as the JSON that is stored, hashed and exported. The text of an event is canonical: equal events
// give equal bytes.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/event.h"
#include "storage/redaction.h"

namespace tocsin::storage {

std::string event_to_json(const Event& event);
Event event_from_json(std::string_view text);  // UnreadableValue when it is not one of ours

bool redact(Event& event, Redaction& rule);  // false: there was nothing to take out

}  // namespace tocsin::storage

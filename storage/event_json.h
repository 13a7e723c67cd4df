// Events as the JSON that is stored, hashed and exported. The text of an event is canonical: equal events
// give equal bytes.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/event.h"

namespace tocsin::storage {

std::string event_to_json(const Event& event);
Event event_from_json(std::string_view text);  // UnreadableValue when it is not one of ours

}  // namespace tocsin::storage

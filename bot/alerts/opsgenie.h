// Opsgenie's Alert API as its senders use it: an alert is created by its body, and closed by its address.
// What else they say of it (acknowledged, a note, another message) is nothing to tell.
#pragma once

#include <vector>

#include "bot/alerts/readers.h"

namespace tocsin::alerts {

Expected<std::vector<Alert>> read_opsgenie(std::string_view source, const Payload& payload, Time now);

}  // namespace tocsin::alerts

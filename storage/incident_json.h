// The whole incident as the JSON of its row and of exports.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/incident.h"

namespace tocsin::storage {

std::string incident_to_json(const Incident& incident);
Incident incident_from_json(std::string_view text);  // UnreadableValue when it is not one of ours

}  // namespace tocsin::storage

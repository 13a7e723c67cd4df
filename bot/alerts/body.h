// The JSON in the body of a request, however it is wrapped: as it is, or in a form. Within the limits of
// readers.h.
#pragma once

#include <nlohmann/json.hpp>

#include "bot/alerts/readers.h"
#include "bot/base/error.h"

namespace tocsin::alerts {

// Error: too large, no JSON, nested too deeply. Bytes that are no UTF-8 are replaced: an alert is not lost to
// them.
Expected<nlohmann::json> json_of(const Payload& payload);
Expected<nlohmann::json> parsed(std::string_view text);

}  // namespace tocsin::alerts

// Reading a payload by what a kind's file, or the configuration, says of it.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "bot/alerts/kind_file.h"
#include "bot/base/error.h"
#include "bot/base/time.h"
#include "bot/core/alert.h"

namespace tocsin::alerts {

// As read_alerts of readers.h.
Expected<std::vector<Alert>> read_by(const KindFile& kind, const nlohmann::json& body,
                                     std::string_view source, Time now);
Expected<std::vector<Alert>> read_by(std::string_view kind, const nlohmann::json& body,
                                     std::string_view source, Time now);

}  // namespace tocsin::alerts

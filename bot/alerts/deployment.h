// Payloads that tell of a deployment, for the kinds of sources whose file (kinds/*.json) says where its parts
// stand.
#pragma once

#include <optional>
#include <string_view>

#include "bot/alerts/readers.h"
#include "bot/core/deployment.h"

namespace tocsin::alerts {

// None: the payload tells of something else, or the deployment has not gone live.
std::optional<Deployment> read_deployment(std::string_view kind, std::string_view source,
                                          const Payload& payload, Time now);

}  // namespace tocsin::alerts

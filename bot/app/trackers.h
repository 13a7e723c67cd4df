// The configuration's trackers as adapters.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "bot/config/configuration.h"
#include "bot/trackers/tracker.h"

namespace tocsin::app {

std::map<std::string, std::shared_ptr<const trackers::Tracker>> make_trackers(
    const std::map<std::string, config::Tracker>& configured);

}  // namespace tocsin::app

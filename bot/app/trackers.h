// The configuration's trackers as adapters.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "bot/config/configuration.h"
#include "bot/engine/settings.h"
#include "bot/trackers/tracker.h"

namespace tocsin::app {

std::map<std::string, std::shared_ptr<const trackers::Tracker>> make_trackers(
    const std::map<std::string, config::Tracker>& configured);

// Where published post-mortems go; what the configuration names and cannot be used is said in the log.
engine::PostMortemSettings make_post_mortem_settings(const config::PostMortems& configured,
                                                     const std::map<std::string, config::Tracker>& trackers);

}  // namespace tocsin::app

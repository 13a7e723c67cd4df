// What the engine is told of a configuration, by a running bot and by a verb that works without one.
#pragma once

#include "bot/channels/registry.h"
#include "bot/config/configuration.h"
#include "bot/engine/settings.h"

namespace tocsin::app {

// A condition that cannot be read decides nothing: `tocsin check` and the start say so.
engine::AlertSettings alert_settings(const config::Configuration& configuration);

engine::Settings engine_settings(const config::Configuration& configuration, channels::Registry registry);

}  // namespace tocsin::app

// What the engine is told by the configuration, and what it keeps of Slack between inputs. Values only.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/channels/registry.h"
#include "bot/core/readiness.h"
#include "bot/core/rules.h"
#include "templates/catalog.h"
#include "templates/render.h"

namespace tocsin::engine {

struct Pace {
    std::optional<double> per_channel_per_second = 1.0;  // none: unlimited
    int burst = 4;
};

struct Settings {
    Rules rules;
    Setup setup;
    std::string channel = "incidents";  // name without # or ID of the incidents channel
    Pace pace;
    templates::BlockForm blocks = templates::BlockForm::automatic;
    templates::Emoji emoji;
    std::string internal_url;
    std::string public_url;  // of acknowledgment links; empty: pages carry none
    channels::Registry channels;
    std::string version;
};

}  // namespace tocsin::engine

// How a running bot stands, as one JSON object for whoever looks after it (SIGUSR1, docs/operation.md): what
// waits, what is due next, who is in trouble. No secrets, numbers, addresses or words of people.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/base/error.h"
#include "bot/base/json_text.h"
#include "bot/base/time.h"
#include "bot/engine/metric.h"
#include "storage/store.h"

namespace tocsin::app {

struct ProcessFacts {
    std::string version;
    Duration uptime{};
    std::string config_sha256;  // of the file that is in force; empty: there is none
    std::string store;          // as Store::description
    int slack_sockets = 0;
    std::vector<engine::Measured> standing;  // the engine's gauges, a few seconds old at most
};

inline constexpr int most_timers_shown = 20;
inline constexpr int most_lanes_shown = 20;

// On the engine's thread. Error: the store cannot be asked.
Expected<JsonText> state_of(storage::Store& store, const ProcessFacts& facts);

}  // namespace tocsin::app

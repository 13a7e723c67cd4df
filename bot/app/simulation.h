// A scenario played in a world of its own: what it pages, without anybody being paged. Printing is the verb's
// business, the world is world.h.
#pragma once

#include <string>
#include <vector>

#include "bot/config/configuration.h"
#include "bot/config/scenario.h"
#include "bot/core/paging.h"
#include "bot/core/state.h"

namespace tocsin::app {

struct SimulatedPage {
    Time at;
    int level = 0;
    std::string person;
    std::vector<Means> via;  // in the order of the configuration
    bool operator==(const SimulatedPage&) const = default;
};
struct SimulatedTicket {
    Time at;
    std::string tracker;
};
struct SimulatedAlarm {
    Time at;
    PagingEnd reason{};
};

struct SimulationResult {
    std::vector<SimulatedPage> pages;  // by time, level, person; each once
    std::vector<SimulatedTicket> tickets;
    std::vector<SimulatedAlarm> alarms;
    std::optional<State> state;           // of the newest incident; none: nothing was declared
    std::vector<std::string> violations;  // of what must always be true (invariants.h): a bug
};

Expected<SimulationResult> simulate(const config::Configuration& configuration,
                                    const config::Scenario& scenario);

}  // namespace tocsin::app

// What an event of a scenario is to the engine, and what is read from what leaves it. Values only.
#pragma once

#include <optional>
#include <string>

#include "bot/app/world_outside.h"
#include "bot/config/configuration.h"
#include "bot/config/scenario.h"
#include "bot/core/rules.h"
#include "bot/engine/messages.h"

namespace tocsin::app {

// As the source would have them read. Error: the body is none of its kind.
Expected<std::vector<Alert>> alerts_in(const config::scenario::Alert& event,
                                       const config::Configuration& configuration, Time now);

// Nothing: the event is not for the engine.
struct InputOf {
    const config::Configuration& configuration;
    const Rules& rules;
    Time now;
    int incident = 0;  // that people act on; 0: the newest open one
    std::uint64_t last_request = 0;

    using Made = std::optional<engine::Input>;
    Made operator()(const config::scenario::Declare& declare) const;
    Made operator()(const config::scenario::Acknowledge& event) const;
    Made operator()(const config::scenario::GiveBack& event) const;
    Made operator()(const config::scenario::Escalate& event) const;
    Made operator()(const config::scenario::Resolve& event) const;
    Made operator()(const config::scenario::Reassign& event) const;
    Made operator()(const config::scenario::ChangeSeverity& event) const;
    Made operator()(const config::scenario::Alert& event) const;
    Made operator()(const auto&) const { return std::nullopt; }

  private:
    Actor who(const PersonId& id) const;
    Made command(const Actor& by, CommandBody body) const;
};

// The page that a request is for; nothing: a notice, a call to Slack.
std::optional<TakenPage> page_of_request(const engine::Departure& departure);
std::string text_of(const engine::Departure& departure);  // everything that goes out with it

}  // namespace tocsin::app

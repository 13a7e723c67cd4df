// What happens in a simulation, read from YAML or JSON (contract.md section 3): an incident's beginning and
// what people do, on a clock that starts where the scenario says. Playing it is not here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/time.h"
#include "bot/config/configuration.h"
#include "bot/config/finding.h"

namespace tocsin::config {

namespace scenario {

struct Declare {
    Severity severity{};
    std::string title;
    ServiceId service;
    std::string impact;
};
struct Acknowledge {
    PersonId who;
};
struct GiveBack {
    PersonId who;
};
struct Escalate {
    PersonId who;
};
struct Resolve {
    PersonId who;
};
struct Reassign {
    PersonId to;
};
struct ChangeSeverity {
    Severity to{};
};
struct Alert {
    std::string source;  // its name in alerts.sources
    std::string body;    // as the source would send it
};
struct Outage {  // the process is down
    Duration length{};
};

}  // namespace scenario

using Happening = std::variant<scenario::Declare, scenario::Acknowledge, scenario::GiveBack,
                               scenario::Escalate, scenario::Resolve, scenario::Reassign,
                               scenario::ChangeSeverity, scenario::Alert, scenario::Outage>;

struct ScenarioEvent {
    Duration after{};  // since the start
    Happening what;
};

struct Scenario {
    Time start;
    Duration until = 2h;                // inclusive, since the start
    std::vector<ScenarioEvent> events;  // by time; of the same instant as written
};

struct ReadScenario {
    Scenario scenario;
    std::vector<Finding> findings;  // with errors the scenario must not be used
};

// `file` names the text in findings; people, services and trackers are those of the configuration.
ReadScenario read_scenario(std::string_view text, const std::filesystem::path& file,
                           const Configuration& configuration);

// "12m@dana": when, and who. Nothing when it is neither.
struct ShortAcknowledgment {
    Duration after{};
    std::string who;
};
std::optional<ShortAcknowledgment> read_short_acknowledgment(std::string_view text);

}  // namespace tocsin::config

// What happens in a simulation, read from YAML or JSON (contract.md section 3) and written: an incident's
// beginning, what people do, and what breaks, on a clock that starts where the scenario says. Playing it is
// not here.
#pragma once

#include <filesystem>
#include <optional>
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
struct Crash {  // in the middle of the next step that sends something
    Duration length{};
    bool after_sending = false;  // the providers have what was to leave, and nobody hears their answers
};
struct StoreFails {  // commits do
    Duration length{};
};
struct ClockJumps {
    Duration by{};  // back when negative
};

enum class Conduct { works, fails, hangs, loses, late, silent, undelivered, rejects, repeats };
struct Provider {
    std::string name;  // empty: all of them
    Conduct does{};
    std::optional<Duration> length;  // none: to the end
};
struct Person {
    PersonId who;
    std::optional<Duration> answers_after;    // since a page reached them; none: never
    std::optional<std::vector<Means>> hears;  // none: all of them
};

}  // namespace scenario

using Happening =
    std::variant<scenario::Declare, scenario::Acknowledge, scenario::GiveBack, scenario::Escalate,
                 scenario::Resolve, scenario::Reassign, scenario::ChangeSeverity, scenario::Alert,
                 scenario::Outage, scenario::Crash, scenario::StoreFails, scenario::ClockJumps,
                 scenario::Provider, scenario::Person>;

struct ScenarioEvent {
    Duration after{};  // since the start
    Happening what;
    int incident = 0;  // that somebody acts on; 0: the newest open one
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

std::string_view key_of(scenario::Conduct conduct);

// That pages go through in a simulation, besides Slack: those of paging.order, else one called "provider".
std::vector<std::string> simulated_providers(const Configuration& configuration);

// As YAML that read_scenario takes for the same; `note` stands above it.
std::string write_scenario(const Scenario& scenario, std::string_view note);

// "12m@dana": when, and who. Nothing when it is neither.
struct ShortAcknowledgment {
    Duration after{};
    std::string who;
};
std::optional<ShortAcknowledgment> read_short_acknowledgment(std::string_view text);

}  // namespace tocsin::config

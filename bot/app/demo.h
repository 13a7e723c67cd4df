// The mission's incident, played by itself in the sandbox within a minute: who does what, after which pause,
// and what the page says about it. Carried out by sandbox.cpp.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/base/time.h"

namespace tocsin::app {

struct DemoStep {
    std::chrono::milliseconds after;   // the step before, in real time
    std::string narration;             // a sentence for whoever watches
    Duration passes{};                 // of the sandbox's time, before the acts
    std::vector<nlohmann::json> acts;  // docs/sandbox.md, Acts
};

std::vector<DemoStep> demo_steps();

}  // namespace tocsin::app

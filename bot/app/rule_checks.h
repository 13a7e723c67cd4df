// What `tocsin check`, and every verb that reads a configuration, finds in the conditions of alert rules:
// those that cannot be read, names of values that there are not, and rules that can never win.
#pragma once

#include <vector>

#include "bot/config/configuration.h"
#include "bot/config/finding.h"

namespace tocsin::app {

inline constexpr std::size_t most_rules_compared = 200;  // with each other; what comes after them is not

std::vector<config::Finding> check_alert_rules(const config::Configuration& configuration);

}  // namespace tocsin::app

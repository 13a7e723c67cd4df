// People and schedules as the part of a configuration file that says them: what load.h reads back as the
// same. Comments and everything else of a file are not here.
#pragma once

#include <string>
#include <vector>

#include "bot/core/rules.h"
#include "bot/core/schedule.h"

namespace tocsin::config {

// YAML. Texts must not contain "${", which a reader would take for a variable; keys must be names.
std::string to_yaml(const std::vector<Person>& people, const std::vector<Schedule>& schedules);

}  // namespace tocsin::config

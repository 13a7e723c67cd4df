// Opsgenie's schedules as its REST API shows them: GET /v2/schedules/{id}, its overrides and its timeline.
// Fetching them is not here.
#pragma once

#include "bot/imports/reading.h"

namespace tocsin::imports {

// `documents`: the schedule, and where there are any its overrides and its timeline, each as answered.
Expected<std::vector<ImportedSchedule>> read_opsgenie(const std::vector<nlohmann::json>& documents,
                                                      const Reading& reading);

}  // namespace tocsin::imports

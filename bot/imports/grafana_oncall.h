// Grafana OnCall's schedules as its HTTP API shows them: /api/v1/schedules/{id}, on_call_shifts, users and
// final_shifts. Its iCal is read like any other (ical.h). Fetching them is not here.
#pragma once

#include "bot/imports/reading.h"

namespace tocsin::imports {

// `documents`: the answers, in any order; a schedule and its shifts at the least.
Expected<std::vector<ImportedSchedule>> read_grafana_oncall(const std::vector<nlohmann::json>& documents,
                                                            const Reading& reading);

}  // namespace tocsin::imports

// PagerDuty's schedules as its REST API shows them (GET /schedules/{id}?since=…&until=…, v2). Fetching them
// is not here.
#pragma once

#include "bot/imports/reading.h"

namespace tocsin::imports {

// `documents`: each a {"schedule": …} or {"schedules": […]}, or one with {"users": […]} that says more of
// people.
Expected<std::vector<ImportedSchedule>> read_pagerduty(const std::vector<nlohmann::json>& documents,
                                                       const Reading& reading);

}  // namespace tocsin::imports

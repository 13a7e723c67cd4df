// Incidents, timelines and silences as the API shows them (docs/api.md). What an export holds is
// storage/export_json.h.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

nlohmann::json incident_json(Workbench& bench, const Incident& incident);
nlohmann::json silence_json(const Silence& silence);
nlohmann::json test_page_json(const AdHocPage& page);
nlohmann::json timeline_json(Workbench& bench, const Incident& incident);

}  // namespace tocsin::engine

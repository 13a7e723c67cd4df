// The store as JSON for people and other programs: what `report --data` reads (contract.md section 4), and
// beside it every incident whole, with its timeline, and the tables of exported_tables.h. Reading it again is
// import_json.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "storage/connection.h"

namespace tocsin::storage {

// What cannot be read is left out, and named in `damaged`.
std::string export_json(Connection& connection, std::optional<IncidentNumber> only,
                        std::vector<std::string>& damaged);

}  // namespace tocsin::storage

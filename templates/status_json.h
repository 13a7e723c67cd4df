// What programs read of the status page, in the shape of Statuspage's public API, version 2: by path, as
// JSON.
#pragma once

#include <map>
#include <string>

#include "templates/status_view.h"

namespace tocsin::templates {

std::map<std::string, std::string> status_json(const StatusView& view);

}  // namespace tocsin::templates

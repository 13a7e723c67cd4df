// The keys of the configuration as JSON Schema (draft 2020-12) for editors, from the same table that checks
// files. Rules between keys (references, overlaps) are checked by load.h only.
#pragma once

#include <string>

namespace tocsin::config {

std::string json_schema();  // indented, with a newline at its end

}  // namespace tocsin::config

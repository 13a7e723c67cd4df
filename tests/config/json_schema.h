// As much of JSON Schema as our own schema and Slack's manifest schema use, for tests. A keyword that is not
// known is a failure, so that no rule is passed over in silence.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/config/document.h"

namespace tocsin::config {

// Every way in which `value` breaks `schema`, as "/path: keyword".
std::vector<std::string> violations(const nlohmann::json& value, const nlohmann::json& schema);

// A YAML or JSON document as JSON: plain scalars that look like numbers or booleans become such.
nlohmann::json json_of(const Node& node);

nlohmann::json read_yaml_file(const std::string& path);
std::string read_text_file(const std::string& path);

}  // namespace tocsin::config

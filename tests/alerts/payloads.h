// The payloads of tests/alerts/payloads: some are bodies, some whole requests with method, path and headers.
// And alerts as JSON, to compare with what is expected of them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bot/alerts/readers.h"

namespace tocsin::alerts::testing {

nlohmann::json read_json(const std::string& name);  // below tests/alerts/payloads
Payload payload_in(const nlohmann::json& file);
Payload body_of(std::string body);  // of application/json

nlohmann::json as_json(const Alert& alert);  // without what is empty

inline const Time read_at = parse_rfc3339("2026-11-24T12:00:00Z").value();

}  // namespace tocsin::alerts::testing

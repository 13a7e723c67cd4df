// Checks a rendered surface against Slack's limits (tests/golden/block-limits.json), the one list of
// identifiers and the rule that nobody is pinged by typed text. Says every problem it finds.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tocsin::story {

// `surface`: "message" (object with text and blocks), "modal" or "home" (view objects).
std::vector<std::string> problems_of(const nlohmann::json& surface, const std::string& kind);

}  // namespace tocsin::story

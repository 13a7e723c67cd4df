// Reading members of foreign JSON that may be absent, null or of another type, without exceptions. For the
// readers of what Slack and the providers send; writing JSON needs none of this.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tocsin {

// Parses text of a peer. Discarded (is_discarded) when it is no JSON or nested deeper than `max_depth`, which
// is looked at before anything is built: the nesting of foreign text must not become our stack's.
nlohmann::json parse_foreign(std::string_view text, int max_depth);

// As parse_foreign; discarded too when an object names a member twice, for readers differ in which one
// counts.
nlohmann::json parse_unambiguous(std::string_view text, int max_depth);

// The member, or null when `object` is none or lacks it.
const nlohmann::json& member(const nlohmann::json& object, std::string_view name);

std::string text_of(const nlohmann::json& object, std::string_view name);  // empty unless a string
int int_of(const nlohmann::json& object, std::string_view name);           // 0 unless an integer within int
bool bool_of(const nlohmann::json& object, std::string_view name);  // also "true" as Slack's forms have it

}  // namespace tocsin

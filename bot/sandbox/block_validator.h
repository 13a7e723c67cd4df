// Checks Block Kit the way Slack does before it stores a message or shows a form: limits, surfaces, duplicate
// identifiers, with a JSON pointer for every problem. It repairs nothing and renders nothing.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace tocsin::sandbox {

using nlohmann::json;

enum class Surface { message, modal, home };

struct Problem {
    std::string message;  // "must be less than 151 characters"
    std::string pointer;  // /blocks/0/text/text
    bool operator==(const Problem&) const = default;
};
std::string to_string(const Problem& problem);  // with [json-pointer:…], as Slack prints it

using RefusedTypes = std::set<std::string>;

// `blocks` is an array. `refused` types are unknown to this workspace.
std::vector<Problem> check_blocks(const json& blocks, Surface surface, const RefusedTypes& refused,
                                  const std::string& pointer = "/blocks");
// A view object; `type` decides its surface.
std::vector<Problem> check_view(const json& view, const RefusedTypes& refused);
// An answer to block_suggestion: options or option_groups.
std::vector<Problem> check_suggestions(const json& payload);

// The characters of all blocks together as Slack counts them against 13,200: escaped, and 100 for each
// header.
std::size_t text_total(const json& blocks);
inline constexpr std::size_t max_text_total = 13'200;
inline constexpr std::size_t max_view_bytes = 250 * 1024;

// Every block gets a block_id; `next` makes them.
template <class Next>
void add_block_ids(json& blocks, Next next) {
    for (auto& block : blocks) {
        if (block.is_object() && !block.contains("block_id")) block["block_id"] = next();
    }
}

}  // namespace tocsin::sandbox

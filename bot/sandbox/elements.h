// Interactive elements inside blocks: finding them, and what choosing in them looks like on the wire
// (`actions` of block_actions, `state.values` of forms and messages).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

struct FoundElement {
    const json* element = nullptr;
    const json* block = nullptr;
    std::string block_id;
};

// Every interactive element of the blocks, also inside containers and cards.
std::vector<FoundElement> elements_of(const json& blocks);
std::optional<FoundElement> find_element(const json& blocks, const std::string& block_id,
                                         const std::string& action_id);

// Options that an app offered for type-ahead, so that a choice has its text.
using OfferedOptions = std::map<std::string, json>;  // by value

// One entry of `actions`. Empty: the value is not one that the element offers.
std::optional<json> action_json(const FoundElement& found, const json& value, const OfferedOptions& offered,
                                const std::string& action_ts);
// state.values: what people entered (`typed`, Slack's own shape) over what the elements start with.
json state_values(const json& blocks, const json& typed);
// Sentences by block_id about inputs that Slack's client would not let pass: required, too short, too long.
json input_errors(const json& blocks, const json& values);

}  // namespace tocsin::sandbox

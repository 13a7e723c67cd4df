#include "bot/sandbox/elements.h"

#include <fmt/format.h>

#include "bot/base/text.h"

namespace tocsin::sandbox {

namespace {

constexpr int max_nesting = 5;

void collect(const json& blocks, std::vector<FoundElement>& found, const std::string& outer, int depth) {
    if (!blocks.is_array() || depth > max_nesting) return;
    for (const auto& block : blocks) {
        std::string id = string_member(block, "block_id");
        if (id.empty()) id = outer;
        const auto add = [&](const json& element) {
            if (element.is_object() && !string_member(element, "action_id").empty()) {
                found.push_back({&element, &block, id});
            }
        };
        const std::string type = string_member(block, "type");
        add(member(block, "accessory"));
        add(member(block, "element"));
        for (const char* name : {"elements", "actions"}) {
            const json& several = member(block, name);
            if (!several.is_array()) continue;
            if (type == "carousel") {
                collect(several, found, id, depth + 1);
            } else {
                for (const auto& each : several) add(each);
            }
        }
        collect(member(block, "child_blocks"), found, id, depth + 1);
    }
}

// Which member of a state or an action holds the choice.
std::string_view value_key(std::string_view type) {
    if (type == "static_select" || type == "external_select" || type == "radio_buttons" ||
        type == "overflow") {
        return "selected_option";
    }
    if (type == "checkboxes" || type == "multi_static_select" || type == "multi_external_select") {
        return "selected_options";
    }
    if (type == "users_select") return "selected_user";
    if (type == "multi_users_select") return "selected_users";
    if (type == "conversations_select") return "selected_conversation";
    if (type == "multi_conversations_select") return "selected_conversations";
    if (type == "channels_select") return "selected_channel";
    if (type == "multi_channels_select") return "selected_channels";
    if (type == "datepicker") return "selected_date";
    if (type == "timepicker") return "selected_time";
    if (type == "datetimepicker") return "selected_date_time";
    if (type == "rich_text_input") return "rich_text_value";
    if (type == "file_input") return "files";
    return "value";
}

std::string initial_key(std::string_view value_key) {
    if (value_key == "value" || value_key == "rich_text_value") return "initial_value";
    return "initial_" + std::string(value_key.substr(std::string_view("selected_").size()));
}

bool stateful(std::string_view type) {
    return type != "button" && type != "overflow" && type != "feedback_buttons" && type != "icon_button" &&
           type != "workflow_button";
}

bool is_list(std::string_view type) {
    return type == "checkboxes" || type.starts_with("multi_") || type == "file_input";
}

std::optional<json> option_with(const json& element, const std::string& value,
                                const OfferedOptions& offered) {
    const auto among = [&](const json& options) -> std::optional<json> {
        if (!options.is_array()) return std::nullopt;
        for (const auto& each : options) {
            if (string_member(each, "value") == value) return each;
        }
        return std::nullopt;
    };
    if (auto found = among(member(element, "options"))) return found;
    const json& groups = member(element, "option_groups");
    if (groups.is_array()) {
        for (const auto& group : groups) {
            if (auto found = among(member(group, "options"))) return found;
        }
    }
    if (auto found = offered.find(value); found != offered.end()) return found->second;
    if (string_member(member(element, "initial_option"), "value") == value) return element["initial_option"];
    return std::nullopt;
}

std::optional<json> chosen(const json& element, std::string_view key, const json& value,
                           const OfferedOptions& offered) {
    if (value.is_null()) return json();
    if (key == "selected_option") {
        // The whole option is as good as its value.
        return option_with(
            element, value.is_string() ? value.get<std::string>() : string_member(value, "value"), offered);
    }
    if (key == "selected_options") {
        json several = json::array();
        if (!value.is_array()) return std::nullopt;
        for (const auto& each : value) {
            auto one = chosen(element, "selected_option", each, offered);
            if (!one) return std::nullopt;
            several.push_back(std::move(*one));
        }
        return several;
    }
    if (key == "selected_date_time" && value.is_string()) {
        const json number = json::parse(value.get_ref<const std::string&>(), nullptr, false);
        if (!number.is_number_integer()) return std::nullopt;
        return number;
    }
    return value;
}

}  // namespace

std::vector<FoundElement> elements_of(const json& blocks) {
    std::vector<FoundElement> found;
    collect(blocks, found, "", 0);
    return found;
}

std::optional<FoundElement> find_element(const json& blocks, const std::string& block_id,
                                         const std::string& action_id) {
    for (const auto& each : elements_of(blocks)) {
        if ((block_id.empty() || each.block_id == block_id) &&
            string_member(*each.element, "action_id") == action_id) {
            return each;
        }
    }
    return std::nullopt;
}

std::optional<json> action_json(const FoundElement& found, const json& value, const OfferedOptions& offered,
                                const std::string& action_ts) {
    const json& element = *found.element;
    const std::string type = string_member(element, "type");
    json action = {{"type", type},
                   {"action_id", string_member(element, "action_id")},
                   {"block_id", found.block_id},
                   {"action_ts", action_ts}};
    if (type == "button" || type == "icon_button" || type == "workflow_button") {
        for (const char* name : {"text", "value", "style", "url"}) {
            if (element.contains(name)) action[name] = element[name];
        }
        return action;
    }
    if (type == "feedback_buttons") {
        for (const char* name : {"positive_button", "negative_button"}) {
            const json& button = member(element, name);
            if (!value.is_string() || member(button, "value") != value) continue;
            action["text"] = member(button, "text");
            action["value"] = value;
            return action;
        }
        return std::nullopt;
    }
    const std::string_view key = value_key(type);
    auto choice = chosen(element, key, value, offered);
    if (!choice) return std::nullopt;
    action[std::string(key)] = std::move(*choice);
    const std::string initial = initial_key(key);
    if (element.contains(initial)) action[initial] = element[initial];
    return action;
}

json state_values(const json& blocks, const json& typed) {
    json values = json::object();
    for (const auto& each : elements_of(blocks)) {
        const json& element = *each.element;
        const std::string type = string_member(element, "type");
        if (!stateful(type)) continue;
        const std::string id = string_member(element, "action_id");
        const std::string key(value_key(type));
        json state = {{"type", type}};
        const json& start = member(element, initial_key(key));
        const json& entered = member(member(typed, each.block_id), id);
        state[key] = !start.is_null() ? start : is_list(type) ? json::array() : json();
        if (entered.is_object()) {
            const json& value = member(entered, key);
            auto choice = chosen(element, key, value, {});
            state[key] = choice && !choice->is_null() ? *choice : value;
            if (state[key].is_null() && is_list(type)) state[key] = json::array();
        }
        if (state[key] == "" && key == "value") state[key] = nullptr;
        values[each.block_id][id] = std::move(state);
    }
    return values;
}

json input_errors(const json& blocks, const json& values) {
    json errors = json::object();
    for (const auto& each : elements_of(blocks)) {
        if (string_member(*each.block, "type") != "input") continue;
        const json& element = *each.element;
        const json& state = member(member(values, each.block_id), string_member(element, "action_id"));
        const json& value = member(state, value_key(string_member(element, "type")));
        const bool empty = value.is_null() || (value.is_structured() && value.empty());
        if (empty) {
            if (!bool_member(*each.block, "optional")) {
                errors[each.block_id] = "Please complete this required field.";
            }
            continue;
        }
        if (string_member(element, "type") != "plain_text_input" || !value.is_string()) continue;
        const auto length = static_cast<std::int64_t>(utf16_length(value.get_ref<const std::string&>()));
        const auto min = int_member(element, "min_length", 0);
        const auto max = int_member(element, "max_length", 3000);
        if (length < min) errors[each.block_id] = fmt::format("Please enter at least {} characters.", min);
        if (length > max) errors[each.block_id] = fmt::format("Please enter at most {} characters.", max);
    }
    return errors;
}

}  // namespace tocsin::sandbox

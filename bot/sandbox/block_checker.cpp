#include "bot/sandbox/block_checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

namespace {

constexpr int max_nesting = 4;  // containers hold blocks, carousels hold cards

bool matches(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '9' ? !digit : text[i] != pattern[i]) return false;
    }
    return true;
}

char letter_of(Surface surface) {
    switch (surface) {
        case Surface::message:
            return 'm';
        case Surface::modal:
            return 'v';
        case Surface::home:
            return 'h';
    }
    return 'm';
}

std::string type_of(const json& object) {
    return string_member(object, "type");
}

}  // namespace

bool has_word(std::string_view words, std::string_view word) {
    for (auto each : split(words, ' ')) {
        if (each == word) return true;
    }
    return false;
}

void BlockChecker::blocks(const json& blocks, const std::string& at) {
    const long max = surface_ == Surface::message ? 50 : 100;
    if (depth_ == 0 && !array(blocks, surface_ == Surface::message ? 1 : 0, max, at)) return;
    for (std::size_t i = 0; i < blocks.size(); ++i) block(blocks[i], fmt::format("{}/{}", at, i));
    if (depth_ == 0) whole_message_rules(blocks, at);
}

void BlockChecker::block(const json& block, const std::string& at) {
    const std::string type = type_of(block);
    const Schema* schema = block_schema(type);
    if (!block.is_object()) return problem("must provide an object", at);
    if (type.empty()) return problem("missing required field: type", at);
    if (!schema || refused_.contains(type)) return problem("unsupported type: " + type, at + "/type");
    if (!schema->surfaces.contains(letter_of(surface_))) {
        return problem("unsupported type: " + type, at + "/type");
    }
    if (block.contains("block_id")) {
        string(block["block_id"], 1, 255, at + "/block_id");
        const json& id = block["block_id"];
        if (id.is_string() && !block_ids_.insert(id.get<std::string>()).second) {
            problem(fmt::format("`block_id` {} already exists", id.get<std::string>()), at + "/block_id");
        }
    }
    if (++depth_ > max_nesting) return problem("nested too deeply", at);
    action_ids_.clear();
    object(block, *schema, at);
    block_rules(block, type, at);
    --depth_;
}

void BlockChecker::element(const json& element, const std::string& at) {
    const std::string type = type_of(element);
    const Schema* schema = element_schema(type);
    if (!schema) return problem("unsupported type: " + type, at + "/type");
    if (element.contains("action_id")) {
        string(element["action_id"], 1, 255, at + "/action_id");
        const json& id = element["action_id"];
        if (id.is_string() && !action_ids_.insert(id.get<std::string>()).second) {
            problem(fmt::format("`action_id` {} already exists in this block", id.get<std::string>()),
                    at + "/action_id");
        }
    }
    object(element, *schema, at);
    element_rules(element, type, at);
    if (bool_member(element, "focus_on_load") && ++focused_ == 2) {
        problem("only one element may have focus_on_load", at + "/focus_on_load");
    }
}

void BlockChecker::object(const json& value, const Schema& schema, const std::string& at) {
    for (const Field& each : schema.fields) {
        auto found = value.find(each.name);
        if (found != value.end() && !found->is_null()) {
            field(*found, each, fmt::format("{}/{}", at, each.name));
        } else if (each.required) {
            problem(fmt::format("missing required field: {}", each.name), at);
        }
    }
    for (const auto& [name, member] : value.items()) {
        if (name == "type" || name == "block_id" || name == "action_id") continue;
        if (std::ranges::find(schema.fields, std::string_view(name), &Field::name) == schema.fields.end()) {
            problem("invalid additional property: " + name, at);
        }
    }
}

void BlockChecker::field(const json& value, const Field& field, const std::string& at) {
    using enum Field::Kind;
    switch (field.kind) {
        case Field::Kind::string:
            return this->string(value, field.min, field.max, at);
        case plain:
            return this->text(value, true, field.min, field.max, at);
        case Field::Kind::text:
            return this->text(value, false, field.min, field.max, at);
        case boolean:
            if (!value.is_boolean()) problem("must be a boolean", at);
            return;
        case integer:
            if (!value.is_number_integer()) return problem("must be an integer", at);
            if (value.get<long>() < field.min) problem(fmt::format("must be at least {}", field.min), at);
            if (value.get<long>() > field.max) problem(fmt::format("must be at most {}", field.max), at);
            return;
        case choice:
            if (!value.is_string() || !has_word(field.types, value.get<std::string>())) {
                problem("must be a valid enum value", at);
            }
            return;
        case pattern:
            if (!value.is_string() || !matches(value.get<std::string>(), field.types)) {
                problem("must match the format", at);
            }
            return;
        case Field::Kind::option:
            return this->option(value, at);
        case Field::Kind::options:
            return this->options(value, field.min, field.max, at);
        case Field::Kind::groups:
            return this->groups(value, field.max, at);
        case Field::Kind::confirm:
            return this->confirm(value, at);
        case Field::Kind::part:
            return this->part(value, field.types, at);
        case parts:
            if (!array(value, field.min, field.max, at)) return;
            for (std::size_t i = 0; i < value.size(); ++i) {
                this->part(value[i], field.types, fmt::format("{}/{}", at, i));
            }
            return;
        case free:
            return;
    }
}

void BlockChecker::part(const json& value, std::string_view types, const std::string& at) {
    if (!value.is_object()) return problem("must provide an object", at);
    const std::string type = type_of(value);
    if (!has_word(types, type)) return problem("unsupported type: " + type, at + "/type");
    if (type == "plain_text" || type == "mrkdwn") return text(value, false, 1, 3000, at);
    const bool nested_block = has_word(types, "card") || has_word(types, "divider");
    nested_block ? block(value, at) : element(value, at);
}

void BlockChecker::string(const json& value, long min, long max, const std::string& at) {
    if (!value.is_string()) return problem("must provide a string", at);
    const auto length = static_cast<long>(utf16_length(value.get_ref<const std::string&>()));
    if (length < min) problem(fmt::format("must be more than {} characters", min - 1), at);
    if (length > max) problem(fmt::format("must be less than {} characters", max + 1), at);
}

void BlockChecker::text(const json& value, bool plain_only, long min, long max, const std::string& at) {
    if (!value.is_object()) return problem("must provide an object", at);
    const std::string type = type_of(value);
    if (type != "plain_text" && (plain_only || type != "mrkdwn")) {
        return problem("unsupported type: " + type, at + "/type");
    }
    if (!value.contains("text")) return problem("missing required field: text", at);
    string(value["text"], min, max, at + "/text");
    known_keys(value, type == "plain_text" ? "type text emoji" : "type text verbatim", at);
}

bool BlockChecker::array(const json& value, long min, long max, const std::string& at) {
    if (!value.is_array()) {
        problem("must provide an array", at);
        return false;
    }
    const auto size = static_cast<long>(value.size());
    if (size < min) problem(fmt::format("no fewer than {} items allowed", min), at);
    if (size > max) problem(fmt::format("no more than {} items allowed", max), at);
    return true;
}

void BlockChecker::options(const json& value, long min, long max, const std::string& at) {
    if (!array(value, min, max, at)) return;
    for (std::size_t i = 0; i < value.size(); ++i) option(value[i], fmt::format("{}/{}", at, i));
}

void BlockChecker::option(const json& value, const std::string& at) {
    if (!value.is_object()) return problem("must provide an object", at);
    known_keys(value, "text value description url", at);
    if (!value.contains("text")) {
        problem("missing required field: text", at);
    } else {
        text(value["text"], false, 1, 75, at + "/text");
    }
    if (value.contains("value")) string(value["value"], 0, 150, at + "/value");
    if (!value.contains("value") && !value.contains("url")) problem("missing required field: value", at);
    if (value.contains("description")) text(value["description"], false, 1, 75, at + "/description");
    if (value.contains("url")) string(value["url"], 1, 3000, at + "/url");
}

void BlockChecker::groups(const json& value, long max, const std::string& at) {
    if (!array(value, 1, max, at)) return;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string here = fmt::format("{}/{}", at, i);
        if (!value[i].is_object()) {
            problem("must provide an object", here);
            continue;
        }
        text(member(value[i], "label"), true, 1, 75, here + "/label");
        options(member(value[i], "options"), 1, 100, here + "/options");
    }
}

void BlockChecker::confirm(const json& value, const std::string& at) {
    if (!value.is_object()) return problem("must provide an object", at);
    known_keys(value, "title text confirm deny style", at);
    const auto part_of = [&](const char* name, bool plain_only, long max) {
        if (!value.contains(name)) return problem(fmt::format("missing required field: {}", name), at);
        text(value[name], plain_only, 1, max, fmt::format("{}/{}", at, name));
    };
    part_of("title", true, 100);
    part_of("text", false, 300);
    part_of("confirm", true, 30);
    part_of("deny", true, 30);
    if (value.contains("style") && value["style"] != "primary" && value["style"] != "danger") {
        problem("must be a valid enum value", at + "/style");
    }
}

void BlockChecker::known_keys(const json& value, std::string_view keys, const std::string& at) {
    for (const auto& [name, member] : value.items()) {
        if (!has_word(keys, name)) problem("invalid additional property: " + name, at);
    }
}

}  // namespace tocsin::sandbox

#include "bot/sandbox/block_validator.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/sandbox/block_checker.h"
#include "bot/sandbox/json_access.h"

namespace tocsin::sandbox {

std::string to_string(const Problem& problem) {
    return fmt::format("{} [json-pointer:{}]", problem.message, problem.pointer);
}

std::vector<Problem> check_blocks(const json& blocks, Surface surface, const RefusedTypes& refused,
                                  const std::string& pointer) {
    BlockChecker checker(surface, refused);
    checker.blocks(blocks, pointer);
    return std::move(checker.problems);
}

std::vector<Problem> check_view(const json& view, const RefusedTypes& refused) {
    if (!view.is_object()) return {{"must provide an object", "/view"}};
    const json& type = member(view, "type");
    if (type != "modal" && type != "home") return {{"must be a valid enum value", "/view/type"}};
    BlockChecker checker(type == "home" ? Surface::home : Surface::modal, refused);
    const bool modal = type == "modal";
    const json& blocks = member(view, "blocks");
    checker.blocks(blocks, "/view/blocks");
    if (modal && !view.contains("title")) checker.problem("missing required field: title", "/view");
    for (const char* name : {"title", "submit", "close"}) {
        const json& part = member(view, name);
        if (!part.is_null()) checker.text(part, true, 1, 24, fmt::format("/view/{}", name));
    }
    const bool has_input = blocks.is_array() && std::ranges::any_of(blocks, [](const json& block) {
                               return block.is_object() && member(block, "type") == "input";
                           });
    if (modal && has_input && member(view, "submit").is_null()) {
        checker.problem("missing required field: submit", "/view");
    }
    const auto limited = [&](const char* name, long max) {
        const json& part = member(view, name);
        if (!part.is_null()) checker.string(part, 0, max, fmt::format("/view/{}", name));
    };
    limited("private_metadata", 3000);
    limited("callback_id", 255);
    limited("external_id", 255);
    for (const auto& [name, member] : view.items()) {
        if (!has_word(
                "type title submit close blocks private_metadata callback_id external_id clear_on_close "
                "notify_on_close submit_disabled",
                name)) {
            checker.problem("invalid additional property: " + name, "/view");
        }
    }
    return std::move(checker.problems);
}

std::vector<Problem> check_suggestions(const json& payload) {
    const RefusedTypes none;
    BlockChecker checker(Surface::modal, none);
    if (!payload.is_object() || payload.contains("options") == payload.contains("option_groups")) {
        return {{"must have exactly one of options and option_groups", ""}};
    }
    if (payload.contains("options")) checker.options(payload["options"], 0, 100, "/options");
    if (payload.contains("option_groups")) checker.groups(payload["option_groups"], 100, "/option_groups");
    return std::move(checker.problems);
}

namespace {

std::size_t total(const json& value, std::string_view name, int depth) {
    static constexpr int max_depth = 20;
    if (depth > max_depth) return 0;
    if (value.is_string()) {
        const bool counted = name == "text" || name == "label" || name == "caption";
        return counted ? utf16_length(value.get_ref<const std::string&>()) : 0;
    }
    std::size_t sum = 0;
    if (value.is_object()) {
        for (const auto& [key, member] : value.items()) sum += total(member, key, depth + 1);
        auto type = value.find("type");
        if (type != value.end() && *type == "header") sum += 100;
    } else if (value.is_array()) {
        for (const auto& member : value) sum += total(member, name, depth + 1);
    }
    return sum;
}

}  // namespace

std::size_t text_total(const json& blocks) {
    return total(blocks, "", 0);
}

}  // namespace tocsin::sandbox

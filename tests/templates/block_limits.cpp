#include "tests/templates/block_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/text.h"
#include "bot/slack/identifiers.h"
#include "tests/templates/story.h"

namespace tocsin::story {
namespace {

using nlohmann::json;

struct Checker {
    std::string kind;
    json limits = golden("block-limits.json").at("limits");
    json surfaces = golden("block-limits.json").at("surfaces_by_block");
    std::vector<std::string> problems = {};
    std::size_t total_text = 0;

    std::size_t limit(const std::string& group, const std::string& name) const {
        return limits.at(group).at(name).get<std::size_t>();
    }
    void at_most(std::string_view what, std::size_t is, std::size_t most) {
        if (is > most) problems.push_back(fmt::format("{} is {}, {} allowed", what, is, most));
    }
    void text(std::string_view what, const json& object, std::size_t most) {
        const auto& words = object.at("text").get_ref<const std::string&>();
        if (words.empty()) problems.push_back(fmt::format("{} is empty", what));
        at_most(what, utf16_length(words), most);
        total_text += utf16_length(words);
        safe(what, words);
    }
    void optional_text(const std::string& group, const json& holder, const char* name) {
        if (!holder.contains(name)) return;
        const auto what = group + "." + name;
        if (holder[name].is_object()) {
            text(what, holder[name], limit(group, name));
        } else {
            at_most(what, utf16_length(holder[name].get_ref<const std::string&>()), limit(group, name));
        }
    }
    void safe(std::string_view what, const std::string& words) {
        if (!valid_utf8(words)) problems.push_back(fmt::format("{} is not UTF-8", what));
        const auto lower = to_lower(words);
        for (const auto* live :
             {"<!channel", "<!here", "<!everyone", "<!subteam", "@channel", "@here", "@everyone"}) {
            if (lower.contains(live)) problems.push_back(fmt::format("{} pings: {}", what, live));
        }
        for (const auto* hidden : {"\xE2\x80\xAE", "\xE2\x80\x8F"}) {
            if (words.contains(hidden))
                problems.push_back(fmt::format("{} changes the direction of text", what));
        }
    }
    void action_id(const json& element) {
        const auto id = element.at("action_id").get<std::string>();
        const bool known = std::ranges::any_of(slack::action::all, [&](std::string_view action) {
            return id == action || (action.ends_with('.') && id.starts_with(action));
        });
        const bool of_field =
            std::ranges::any_of(slack::field::all, [&](const auto& field) { return field.action == id; });
        if (!known && !of_field) problems.push_back("unlisted action_id " + id);
        if (element.contains("value") && element["value"].get<std::string>().empty()) {
            problems.push_back("empty value of " + id);
        }
    }
    void option(const json& option) {
        text("option.text", option.at("text"), limit("option", "text"));
        optional_text("option", option, "description");
        at_most("option.value", option.at("value").get_ref<const std::string&>().size(),
                limit("option", "value"));
    }
    void options(const json& element, const std::string& group, const std::string& name) {
        const auto& list = element.at("options");
        if (list.empty()) problems.push_back(group + " without options");
        at_most(group + ".options", list.size(), limit(group, name));
        for (const auto& one : list) option(one);
        if (element.contains("initial_option") &&
            std::ranges::find(list, element["initial_option"]) == list.end()) {
            problems.push_back(group + " starts with an option it does not have");
        }
    }
    void element(const json& element) {
        const auto type = element.at("type").get<std::string>();
        if (type == "mrkdwn" || type == "plain_text") return text("context", element, 3000);
        if (element.contains("action_id")) action_id(element);
        if (element.contains("placeholder"))
            text("placeholder", element["placeholder"], limit("select", "placeholder"));
        if (type == "button") {
            for (const auto* name : {"text", "value", "url", "accessibility_label"})
                optional_text("button", element, name);
            if (!element.contains("confirm")) return;
            for (const auto* name : {"title", "text", "confirm", "deny"})
                optional_text("confirm", element["confirm"], name);
        } else if (type == "overflow") {
            options(element, "overflow", "options_max");
        } else if (type == "radio_buttons" || type == "checkboxes") {
            options(element, type, "options");
        } else if (type == "static_select") {
            options(element, "select", "options");
        } else if (type == "plain_text_input") {
            at_most("max_length", element.at("max_length").get<std::size_t>(), 3000);
            if (element.contains("initial_value")) {
                at_most("initial_value", utf16_length(element["initial_value"].get<std::string>()),
                        element.at("max_length").get<std::size_t>());
            }
        }
    }
    void elements(const json& block, std::size_t most) {
        at_most("elements", block.at("elements").size(), most);
        std::set<std::string> ids;
        for (const auto& one : block["elements"]) {
            element(one);
            if (one.contains("action_id") && !ids.insert(one["action_id"].get<std::string>()).second) {
                problems.push_back("action_id twice in a block");
            }
        }
    }
    void block_id(const json& block) {
        const auto id = block.at("block_id").get<std::string>();
        at_most("block_id", id.size(), limits.at("block_id").get<std::size_t>());
        const auto prefix = id.substr(0, id.find('.'));
        const bool listed = std::ranges::find(slack::block::all, prefix) != slack::block::all.end();
        const bool of_field = std::ranges::any_of(slack::field::all, [&](const auto& field) {
            return field.block == id || id.starts_with(std::string(field.block) + ".");
        });
        if (!listed && !of_field) problems.push_back("unlisted block_id " + id);
    }
    void block(const json& block) {
        const auto type = block.at("type").get<std::string>();
        const auto letter = kind == "message" ? "m" : kind == "modal" ? "v" : "h";
        if (!surfaces.contains(type)) return problems.push_back("unknown block " + type);
        if (!surfaces[type].get<std::string>().contains(letter))
            problems.push_back(type + " is not allowed here");
        block_id(block);
        if (type == "header") {
            text("header", block.at("text"), limit("header", "text"));
        } else if (type == "section") {
            if (block.contains("text")) text("section", block["text"], limit("section", "text"));
            if (block.contains("fields")) {
                at_most("fields", block["fields"].size(), 6);
                for (const auto& field : block["fields"])
                    text("field", field, limit("section", "field_text"));
            }
            if (block.contains("accessory")) element(block["accessory"]);
        } else if (type == "context") {
            elements(block, limit("context", "elements"));
        } else if (type == "actions") {
            elements(block, 6);  // five buttons and a menu
        } else if (type == "context_actions") {
            elements(block, limit("context_actions", "elements"));
        } else if (type == "alert") {
            text("alert", block.at("text"), limit("alert", "text"));
        } else if (type == "markdown") {
            text("markdown", block, limit("markdown", "text_total"));
        } else if (type == "input") {
            text("label", block.at("label"), limit("input", "label"));
            if (block.contains("hint")) text("hint", block["hint"], limit("input", "hint"));
            element(block.at("element"));
        } else if (type == "container") {
            optional_text("container", block, "title");
            at_most("child_blocks", block.at("child_blocks").size(), limit("container", "child_blocks"));
            for (const auto& child : block["child_blocks"]) this->block(child);
        }
    }
    void blocks(const json& blocks, std::size_t most) {
        if (blocks.empty()) problems.emplace_back("no blocks");
        at_most("blocks", blocks.size(), most);
        std::set<std::string> ids;
        for (const auto& one : blocks) {
            block(one);
            if (!ids.insert(one.at("block_id").get<std::string>()).second)
                problems.emplace_back("block_id twice");
        }
    }
};

}  // namespace

std::vector<std::string> problems_of(const nlohmann::json& surface, const std::string& kind) {
    Checker checker{kind};
    const auto most = checker.limits.at("surfaces").at(kind).at("blocks").get<std::size_t>();
    checker.blocks(surface.at("blocks"), most);
    if (kind == "message") {
        const auto& text = surface.at("text").get_ref<const std::string&>();
        if (text.empty()) checker.problems.emplace_back("text is empty");
        checker.at_most("text", utf16_length(text), 4000);
        checker.safe("text", text);
        // Slack refuses messages near 13,200 characters over all blocks.
        checker.at_most("text of all blocks", checker.total_text, 13000);
    } else if (kind == "modal") {
        for (const auto* name : {"title", "submit", "close", "callback_id", "private_metadata"}) {
            if (!surface.contains(name)) continue;
            const auto limit = checker.limits.at("surfaces").at("modal").at(name).get<std::size_t>();
            const auto& value = surface.at(name);
            if (value.is_object()) {
                checker.text(name, value, limit);
            } else {
                checker.at_most(name, value.get_ref<const std::string&>().size(), limit);
            }
        }
        const auto callback = surface.at("callback_id").get<std::string>();
        if (std::ranges::find(slack::form::all, callback) == slack::form::all.end()) {
            checker.problems.push_back("unlisted callback_id " + callback);
        }
    }
    return checker.problems;
}

}  // namespace tocsin::story

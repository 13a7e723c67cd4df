#include "bot/slack/blocks.h"

#include <fmt/format.h>

#include "bot/base/text.h"

namespace tocsin::slack {
namespace {

// Slack refuses empty texts; a blank one is shown as nothing.
std::string shown(std::string_view text) {
    return text.empty() ? "\xE2\x80\x8B" : std::string(text);
}

}  // namespace

json plain_text(std::string_view escaped) {
    return json::object({{"type", "plain_text"}, {"text", shown(escaped)}, {"emoji", true}});
}

json mrkdwn_text(std::string_view safe) {
    return json::object({{"type", "mrkdwn"}, {"text", shown(safe)}});
}

std::string Blocks::id(std::string_view part) const {
    return revision_ > 0 ? fmt::format("{}.{}.{}", prefix_, part, revision_)
                         : fmt::format("{}.{}", prefix_, part);
}

void Blocks::add(json block) {
    if (blocks_.size() < limit::message_blocks || (revision_ == 0 && blocks_.size() < limit::view_blocks)) {
        blocks_.push_back(std::move(block));
    }
}

void Blocks::header(std::string_view part, const Plain<limit::header>& text) {
    add(json::object({{"type", "header"}, {"block_id", id(part)}, {"text", plain_text(text.text())}}));
}

void Blocks::section(std::string_view part, const Markup<limit::section>& text, json accessory) {
    if (text.empty()) return;
    auto block =
        json::object({{"type", "section"}, {"block_id", id(part)}, {"text", mrkdwn_text(text.text())}});
    if (!accessory.is_null()) block["accessory"] = std::move(accessory);
    add(std::move(block));
}

void Blocks::fields(std::string_view part, const std::vector<Markup<limit::field>>& fields) {
    auto list = json::array();
    for (const auto& field : fields) {
        if (list.size() < limit::fields) list.push_back(mrkdwn_text(field.text()));
    }
    if (list.empty()) return;
    add(json::object({{"type", "section"}, {"block_id", id(part)}, {"fields", std::move(list)}}));
}

void Blocks::context(std::string_view part, const std::vector<std::string>& safe) {
    auto elements = json::array();
    for (const auto& text : safe) {
        if (!text.empty() && elements.size() < limit::context_elements) {
            elements.push_back(mrkdwn_text(cut_markup(text, limit::field)));
        }
    }
    if (elements.empty()) return;
    add(json::object({{"type", "context"}, {"block_id", id(part)}, {"elements", std::move(elements)}}));
}

void Blocks::actions(std::string_view part, std::vector<json> elements) {
    if (elements.empty()) return;
    if (elements.size() > limit::action_elements) elements.resize(limit::action_elements);
    add(json::object({{"type", "actions"}, {"block_id", id(part)}, {"elements", std::move(elements)}}));
}

void Blocks::divider(std::string_view part) {
    add(json::object({{"type", "divider"}, {"block_id", id(part)}}));
}

void Blocks::alert(std::string_view part, std::string_view level, const Markup<limit::alert>& text) {
    add(json::object(
        {{"type", "alert"}, {"block_id", id(part)}, {"level", level}, {"text", mrkdwn_text(text.text())}}));
}

void Blocks::markdown(std::string_view part, std::string_view text) {
    add(json::object({{"type", "markdown"}, {"block_id", id(part)}, {"text", cut(text, limit::markdown)}}));
}

void Blocks::input(std::string_view block_id, const Plain<2000>& label, json element, const Plain<2000>& hint,
                   bool optional, bool dispatches) {
    auto block =
        json::object({{"type", "input"}, {"block_id", block_id}, {"label", plain_text(label.text())}});
    block["element"] = std::move(element);
    if (!hint.empty()) block["hint"] = plain_text(hint.text());
    if (optional) block["optional"] = true;
    if (dispatches) block["dispatch_action"] = true;
    add(std::move(block));
}

}  // namespace tocsin::slack

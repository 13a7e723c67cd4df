#include "bot/slack/blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "bot/base/text.h"

namespace tocsin::slack {
namespace {

// Slack refuses empty texts; a blank one is shown as nothing.
std::string shown(std::string_view text) {
    return text.empty() ? "\xE2\x80\x8B" : std::string(text);
}

}  // namespace

JsonText plain_text(std::string_view escaped) {
    return JsonText::object({{"type", "plain_text"}, {"text", shown(escaped)}, {"emoji", true}});
}

JsonText mrkdwn_text(std::string_view safe) {
    return JsonText::object({{"type", "mrkdwn"}, {"text", shown(safe)}});
}

std::string Blocks::id(std::string_view part) const {
    return revision_ > 0 ? fmt::format("{}.{}.{}", prefix_, part, revision_)
                         : fmt::format("{}.{}", prefix_, part);
}

void Blocks::add(const JsonText& block) {
    if (count_ >= (revision_ == 0 ? limit::view_blocks : limit::message_blocks)) return;
    blocks_.push_back(block);
    ++count_;
}

void Blocks::header(std::string_view part, const Plain<limit::header>& text) {
    add(JsonText::object({{"type", "header"}, {"block_id", id(part)}, {"text", plain_text(text.text())}}));
}

void Blocks::section(std::string_view part, const Markup<limit::section>& text, const JsonText& accessory) {
    if (text.empty()) return;
    auto block =
        JsonText::object({{"type", "section"}, {"block_id", id(part)}, {"text", mrkdwn_text(text.text())}});
    if (!accessory.is_null()) block.set("accessory", accessory);
    add(std::move(block));
}

void Blocks::fields(std::string_view part, const std::vector<Markup<limit::field>>& fields) {
    std::vector<JsonText> list;
    for (const auto& field : fields) {
        if (list.size() < limit::fields) list.push_back(mrkdwn_text(field.text()));
    }
    if (list.empty()) return;
    add(JsonText::object({{"type", "section"}, {"block_id", id(part)}, {"fields", JsonText::array(list)}}));
}

void Blocks::context(std::string_view part, const std::vector<std::string>& safe) {
    std::vector<JsonText> elements;
    for (const auto& text : safe) {
        if (!text.empty() && elements.size() < limit::context_elements) {
            elements.push_back(mrkdwn_text(cut_markup(text, limit::field)));
        }
    }
    if (elements.empty()) return;
    add(JsonText::object(
        {{"type", "context"}, {"block_id", id(part)}, {"elements", JsonText::array(elements)}}));
}

void Blocks::actions(std::string_view part, const std::vector<JsonText>& elements) {
    if (elements.empty()) return;
    const auto shown = std::span(elements).first(std::min(elements.size(), limit::action_elements));
    add(JsonText::object(
        {{"type", "actions"}, {"block_id", id(part)}, {"elements", JsonText::array(shown)}}));
}

void Blocks::divider(std::string_view part) {
    add(JsonText::object({{"type", "divider"}, {"block_id", id(part)}}));
}

void Blocks::alert(std::string_view part, std::string_view level, const Markup<limit::alert>& text) {
    add(JsonText::object(
        {{"type", "alert"}, {"block_id", id(part)}, {"level", level}, {"text", mrkdwn_text(text.text())}}));
}

void Blocks::markdown(std::string_view part, std::string_view text) {
    add(JsonText::object(
        {{"type", "markdown"}, {"block_id", id(part)}, {"text", cut(text, limit::markdown)}}));
}

void Blocks::input(std::string_view block_id, const Plain<2000>& label, const JsonText& element,
                   const Plain<2000>& hint, bool optional, bool dispatches) {
    auto block =
        JsonText::object({{"type", "input"}, {"block_id", block_id}, {"label", plain_text(label.text())}});
    block.set("element", element);
    if (!hint.empty()) block.set("hint", plain_text(hint.text()));
    if (optional) block.set("optional", true);
    if (dispatches) block.set("dispatch_action", true);
    add(std::move(block));
}

}  // namespace tocsin::slack

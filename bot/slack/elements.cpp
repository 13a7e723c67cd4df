#include "bot/slack/elements.h"

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin::slack {
namespace {

JsonText options_of(std::span<const Option> options, std::size_t most) {
    std::vector<JsonText> list;
    for (const auto& option : options.first(std::min(options.size(), most))) list.push_back(to_json(option));
    return JsonText::array(list);
}

const Option* find_option(std::span<const Option> options, std::string_view value) {
    const auto found = std::ranges::find(options, value, &Option::value);
    return found == options.end() ? nullptr : &*found;
}

void place(JsonText& element, const Plain<150>& placeholder) {
    if (!placeholder.empty()) element.set("placeholder", plain_text(placeholder.text()));
}

}  // namespace

JsonText to_json(const Button& button) {
    auto out = JsonText::object(
        {{"type", "button"}, {"action_id", button.action_id}, {"text", plain_text(button.label.text())}});
    if (!button.value.empty()) out.set("value", button.value);
    if (!button.url.empty()) out.set("url", button.url);
    if (button.style == Style::primary) out.set("style", "primary");
    if (button.style == Style::danger) out.set("style", "danger");
    if (!button.accessibility.empty()) out.set("accessibility_label", button.accessibility.text());
    if (button.confirm) {
        auto confirm = JsonText::object({{"title", plain_text(button.confirm->title.text())},
                                         {"text", plain_text(button.confirm->text.text())},
                                         {"confirm", plain_text(button.confirm->confirm.text())},
                                         {"deny", plain_text(button.confirm->deny.text())}});
        if (button.confirm->danger) confirm.set("style", "danger");
        out.set("confirm", confirm);
    }
    return out;
}

JsonText to_json(const Option& option) {
    const auto label = option.label.text();
    auto out = JsonText::object(
        {{"text", option.formatted ? mrkdwn_text(label) : plain_text(label)}, {"value", option.value}});
    if (!option.description.empty()) out.set("description", plain_text(option.description.text()));
    return out;
}

JsonText overflow(std::string_view action_id, std::span<const Option> options) {
    return JsonText::object(
        {{"type", "overflow"}, {"action_id", action_id}, {"options", options_of(options, overflow_options)}});
}

JsonText to_json(const TextInput& input) {
    auto out = JsonText::object(
        {{"type", "plain_text_input"}, {"action_id", input.action_id}, {"max_length", input.most}});
    if (input.least > 0) out.set("min_length", input.least);
    if (input.multiline) out.set("multiline", true);
    if (!input.initial.empty()) out.set("initial_value", cut(clean_utf8(input.initial), input.most));
    if (input.focus) out.set("focus_on_load", true);
    place(out, input.placeholder);
    return out;
}

JsonText radio_buttons(std::string_view action_id, std::span<const Option> options,
                       std::string_view initial) {
    auto out = JsonText::object({{"type", "radio_buttons"},
                                 {"action_id", action_id},
                                 {"options", options_of(options, choice_options)}});
    if (const auto* chosen = find_option(options, initial)) out.set("initial_option", to_json(*chosen));
    return out;
}

JsonText checkboxes(std::string_view action_id, std::span<const Option> options,
                    std::span<const std::string> initial) {
    auto out = JsonText::object(
        {{"type", "checkboxes"}, {"action_id", action_id}, {"options", options_of(options, choice_options)}});
    std::vector<JsonText> chosen;
    for (const auto& option : options) {
        if (std::ranges::find(initial, option.value) != initial.end()) chosen.push_back(to_json(option));
    }
    if (!chosen.empty()) out.set("initial_options", JsonText::array(chosen));
    return out;
}

JsonText static_select(std::string_view action_id, std::span<const Option> options, std::string_view initial,
                       const Plain<150>& placeholder) {
    auto out = JsonText::object({{"type", "static_select"},
                                 {"action_id", action_id},
                                 {"options", options_of(options, select_options)}});
    if (const auto* chosen = find_option(options, initial)) out.set("initial_option", to_json(*chosen));
    place(out, placeholder);
    return out;
}

JsonText external_select(std::string_view action_id, const std::optional<Option>& initial,
                         const Plain<150>& placeholder) {
    auto out =
        JsonText::object({{"type", "external_select"}, {"action_id", action_id}, {"min_query_length", 0}});
    if (initial) out.set("initial_option", to_json(*initial));
    place(out, placeholder);
    return out;
}

JsonText date_time(std::string_view action_id, const std::optional<Time>& initial) {
    auto out = JsonText::object({{"type", "datetimepicker"}, {"action_id", action_id}});
    if (initial) out.set("initial_date_time", unix_seconds(*initial));
    return out;
}

JsonText date(std::string_view action_id, const std::optional<Time>& initial) {
    auto out = JsonText::object({{"type", "datepicker"}, {"action_id", action_id}});
    if (initial) out.set("initial_date", format_day(*initial));
    return out;
}

JsonText user_select(std::string_view action_id, const UserId& initial, const Plain<150>& placeholder) {
    auto out = JsonText::object({{"type", "users_select"}, {"action_id", action_id}});
    if (!initial.empty()) out.set("initial_user", initial.str());
    place(out, placeholder);
    return out;
}

JsonText modal_view(const Modal& modal, const JsonText& blocks) {
    auto out = JsonText::object({{"type", "modal"},
                                 {"callback_id", modal.callback_id},
                                 {"title", plain_text(modal.title.text())},
                                 {"close", plain_text(modal.close.text())},
                                 {"private_metadata", modal.metadata}});
    if (!modal.submit.empty()) out.set("submit", plain_text(modal.submit.text()));
    out.set("blocks", blocks);
    return out;
}

}  // namespace tocsin::slack

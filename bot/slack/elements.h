// What stands inside blocks: buttons, menus, the inputs of forms, and the form around them. Limits as in
// blocks.h; which button belongs to which state is the templates' business.
#pragma once

#include <span>

#include "bot/base/time.h"
#include "bot/slack/blocks.h"

namespace tocsin::slack {

struct Confirm {
    Plain<100> title;
    Plain<300> text;
    Plain<30> confirm;
    Plain<30> deny;
    bool danger = false;
};

enum class Style { normal, primary, danger };

struct Button {
    std::string_view action_id;
    Plain<75> label;
    std::string value = {};  // empty: none
    Style style = Style::normal;
    Plain<75> accessibility = "";
    std::string url = {};  // empty: none
    std::optional<Confirm> confirm = {};
};
JsonText to_json(const Button& button);

struct Option {
    Plain<75> label;
    std::string value;
    Plain<75> description = "";
    bool formatted = false;  // the label is mrkdwn
};
JsonText to_json(const Option& option);

inline constexpr std::size_t overflow_options = 5;
inline constexpr std::size_t choice_options = 10;  // radio buttons and checkboxes
inline constexpr std::size_t select_options = 100;
JsonText overflow(std::string_view action_id, std::span<const Option> options);

struct TextInput {
    std::string_view action_id;
    std::size_t most = 3000;
    std::size_t least = 0;
    bool multiline = false;
    std::string initial = {};  // plain, not escaped: Slack shows it as it is
    Plain<150> placeholder = "";
    bool focus = false;
};
JsonText to_json(const TextInput& input);

// `initial` names the value of the option chosen at first; empty or unknown: none.
JsonText radio_buttons(std::string_view action_id, std::span<const Option> options, std::string_view initial);
JsonText checkboxes(std::string_view action_id, std::span<const Option> options,
                    std::span<const std::string> initial);
JsonText static_select(std::string_view action_id, std::span<const Option> options, std::string_view initial,
                       const Plain<150>& placeholder);
JsonText external_select(std::string_view action_id, const std::optional<Option>& initial,
                         const Plain<150>& placeholder);
// None: nothing is chosen at first.
JsonText date_time(std::string_view action_id, const std::optional<Time>& initial);
// A day, as midnight in UTC; none: nothing is chosen at first.
JsonText date(std::string_view action_id, const std::optional<Time>& initial);
JsonText user_select(std::string_view action_id, const UserId& initial, const Plain<150>& placeholder);

struct Modal {
    std::string_view callback_id;
    Plain<limit::title> title;
    Plain<limit::title> submit = "";  // empty: a form that only shows something
    Plain<limit::title> close = "Cancel";
    std::string metadata = {};
};
JsonText modal_view(const Modal& modal, const JsonText& blocks);

}  // namespace tocsin::slack

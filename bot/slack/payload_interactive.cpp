#include <fmt/format.h>

#include "bot/base/foreign_json.h"
#include "bot/slack/payload.h"

namespace tocsin::slack {

using nlohmann::json;

namespace {

User read_user(const json& user) {
    std::string name = text_of(user, "name");
    if (name.empty()) name = text_of(user, "username");
    return {UserId(text_of(user, "id")), std::move(name), text_of(user, "team_id")};
}

void collect_text(const json& rich_text, std::string& out) {
    if (rich_text.is_object()) out += text_of(rich_text, "text");
    for (const json& element : member(rich_text, "elements")) collect_text(element, out);
}

// The members by which the kinds of elements carry what was entered, chosen or ticked.
std::vector<std::string> entered(const json& element) {
    std::vector<std::string> values;
    const auto add = [&](const json& value) {
        if (value.is_string() && !value.get_ref<const std::string&>().empty())
            values.push_back(value.get<std::string>());
        if (value.is_number_integer()) values.push_back(std::to_string(value.get<std::int64_t>()));
    };
    for (const char* name : {"value", "selected_user", "selected_conversation", "selected_channel",
                             "selected_date", "selected_time", "selected_date_time"})
        add(member(element, name));
    add(member(member(element, "selected_option"), "value"));
    for (const json& option : member(element, "selected_options")) add(member(option, "value"));
    for (const char* name : {"selected_users", "selected_conversations", "selected_channels"})
        for (const json& value : member(element, name)) add(value);
    for (const json& file : member(element, "files")) add(member(file, "id"));
    if (const json& rich = member(element, "rich_text_value"); rich.is_object()) {
        std::string text;
        collect_text(rich, text);
        if (!text.empty()) values.push_back(std::move(text));
    }
    return values;
}

FieldValues read_values(const json& state) {
    FieldValues fields;
    const json& blocks = member(state, "values");
    if (!blocks.is_object()) return fields;
    for (const auto& [block_id, actions] : blocks.items()) {
        if (!actions.is_object()) continue;
        for (const auto& [action_id, element] : actions.items())
            fields[block_id][action_id] = {entered(element)};
    }
    return fields;
}

ViewInfo read_view(const json& view) {
    return {text_of(view, "id"),
            text_of(view, "hash"),
            text_of(view, "type"),
            text_of(view, "callback_id"),
            text_of(view, "private_metadata"),
            text_of(view, "root_view_id"),
            read_values(member(view, "state"))};
}

std::optional<ViewInfo> read_optional_view(const json& view) {
    if (!view.is_object()) return std::nullopt;
    return read_view(view);
}

Action read_action(const json& action) {
    std::string value;
    for (const std::string& each : entered(action)) value += (value.empty() ? "" : ",") + each;
    return {text_of(action, "action_id"), text_of(action, "block_id"), text_of(action, "type"),
            std::move(value), text_of(action, "action_ts")};
}

std::string first_of(std::string preferred, std::string otherwise) {
    return preferred.empty() ? std::move(otherwise) : std::move(preferred);
}

ReadPayload read_block_actions(const json& payload) {
    const json& container = member(payload, "container");
    const json& message = member(payload, "message");
    BlockActions press;
    press.user = read_user(member(payload, "user"));
    for (const json& action : member(payload, "actions"))
        if (action.is_object()) press.actions.push_back(read_action(action));
    press.channel =
        ChannelId(first_of(text_of(member(payload, "channel"), "id"), text_of(container, "channel_id")));
    press.message_ts = MessageTs(first_of(text_of(container, "message_ts"), text_of(message, "ts")));
    press.thread_ts = MessageTs(first_of(text_of(container, "thread_ts"), text_of(message, "thread_ts")));
    press.ephemeral = bool_of(container, "is_ephemeral");
    press.view = read_optional_view(member(payload, "view"));
    press.values = read_values(member(payload, "state"));
    press.trigger_id = text_of(payload, "trigger_id");
    press.response_url = text_of(payload, "response_url");
    std::string key;
    if (!press.trigger_id.empty() && !press.actions.empty())
        key = fmt::format("action/{}/{}", press.trigger_id, press.actions.front().action_ts);
    return {std::move(press), std::move(key)};
}

// A form that was answered with errors keeps its ID and hash: only the trigger tells a correction from a
// second delivery.
ReadPayload read_view_submission(const json& payload) {
    ViewSubmission submission{read_user(member(payload, "user")), read_view(member(payload, "view")),
                              text_of(payload, "trigger_id")};
    std::string key;
    if (!submission.view.id.empty())
        key = fmt::format("view/{}/{}/{}", submission.view.id, submission.view.hash, submission.trigger_id);
    return {std::move(submission), std::move(key)};
}

ReadPayload read_view_closed(const json& payload) {
    ViewClosed closed{read_user(member(payload, "user")), read_view(member(payload, "view"))};
    std::string key;
    if (!closed.view.id.empty()) key = fmt::format("closed/{}/{}", closed.view.id, closed.view.hash);
    return {std::move(closed), std::move(key)};
}

std::string trigger_key(const std::string& trigger_id) {
    return trigger_id.empty() ? std::string() : "shortcut/" + trigger_id;
}

ReadPayload read_message_shortcut(const json& payload) {
    const json& message = member(payload, "message");
    MessageShortcut shortcut;
    shortcut.user = read_user(member(payload, "user"));
    shortcut.callback_id = text_of(payload, "callback_id");
    shortcut.channel = ChannelId(text_of(member(payload, "channel"), "id"));
    shortcut.message_ts = MessageTs(first_of(text_of(payload, "message_ts"), text_of(message, "ts")));
    shortcut.thread_ts = MessageTs(text_of(message, "thread_ts"));
    if (text_of(message, "bot_id").empty()) shortcut.author = UserId(text_of(message, "user"));
    shortcut.text = text_of(message, "text");
    shortcut.trigger_id = text_of(payload, "trigger_id");
    shortcut.action_ts = text_of(payload, "action_ts");
    shortcut.response_url = text_of(payload, "response_url");
    std::string key = trigger_key(shortcut.trigger_id);
    return {std::move(shortcut), std::move(key)};
}

}  // namespace

ReadPayload read_interaction(const json& payload) {
    const std::string type = text_of(payload, "type");
    if (type == "block_actions") return read_block_actions(payload);
    if (type == "view_submission") return read_view_submission(payload);
    if (type == "view_closed") return read_view_closed(payload);
    if (type == "message_action") return read_message_shortcut(payload);
    if (type == "shortcut") {
        const std::string trigger = text_of(payload, "trigger_id");
        return {GlobalShortcut{read_user(member(payload, "user")), text_of(payload, "callback_id"), trigger,
                               text_of(payload, "action_ts")},
                trigger_key(trigger)};
    }
    if (type == "block_suggestion")
        return {BlockSuggestion{read_user(member(payload, "user")), text_of(payload, "action_id"),
                                text_of(payload, "block_id"), text_of(payload, "value"),
                                read_optional_view(member(payload, "view"))},
                {}};
    return {Unknown{"interactive/" + type}, {}};
}

ReadPayload read_slash_command(const json& payload) {
    SlashCommand command;
    command.command = text_of(payload, "command");
    command.text = text_of(payload, "text");
    command.user = {UserId(text_of(payload, "user_id")), text_of(payload, "user_name"),
                    text_of(payload, "team_id")};
    command.channel = ChannelId(text_of(payload, "channel_id"));
    command.trigger_id = text_of(payload, "trigger_id");
    command.response_url = text_of(payload, "response_url");
    if (command.command.empty()) return {Unknown{"slash_commands"}, {}};
    std::string key;
    if (!command.trigger_id.empty()) key = "slash/" + command.trigger_id;
    return {std::move(command), std::move(key)};
}

}  // namespace tocsin::slack

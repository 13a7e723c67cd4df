// chat.*: posting, editing and deleting messages.
#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/sandbox/api.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t max_update_text = 4'000;

FoundChannel postable_channel(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (!channel) return channel;
    if ((*channel)->archived) return refuse("is_archived");
    const bool member = (*channel)->has(call.workspace.identity.bot_user);
    const bool open = call.workspace.public_write && !(*channel)->is_private;
    if (!member && !open) return refuse("not_in_channel");
    return channel;
}

ApiAnswer post_message(const ApiCall& call) {
    auto channel = postable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto parts = message_parts(call, true);
    if (!parts) return std::unexpected(parts.error());
    Message message;
    message.user = call.workspace.identity.bot_user;
    message.bot = true;
    message.text = std::move(parts->text);
    message.blocks = std::move(parts->blocks);
    message.attachments = std::move(parts->attachments);
    message.metadata = std::move(parts->metadata);
    message.thread_ts = call.text("thread_ts");
    message.broadcast = !message.thread_ts.empty() && call.flag("reply_broadcast");
    if (!message.thread_ts.empty()) {
        // Slack starts a thread on any message of the channel; a reply's ts stands for its parent.
        auto parent = (*channel)->messages.find(message.thread_ts);
        if (parent == (*channel)->messages.end()) return refuse("thread_not_found");
        if (parent->second.is_reply()) message.thread_ts = parent->second.thread_ts;
    }
    const Message& stored = call.workspace.post(**channel, std::move(message), call.now);
    json answer = json::object();
    answer["channel"] = (*channel)->id;
    answer["ts"] = stored.ts;
    answer["message"] = message_json(call.workspace, stored);
    if (utf16_length(stored.text) >= 40'000) answer["warning"] = "message_truncated";
    return answer;
}

ApiAnswer update(const ApiCall& call) {
    auto channel = postable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto message = message_of(**channel, call.text("ts"));
    if (!message) return std::unexpected(message.error());
    if (!(*message)->bot) return refuse("cant_update_message");
    if (utf16_length(call.text("text")) > max_update_text) return refuse("msg_too_long");
    auto parts = message_parts(call, true);
    if (!parts) return std::unexpected(parts.error());
    if (call.has("metadata")) (*message)->metadata = std::move(parts->metadata);
    if (call.has("attachments")) (*message)->attachments = std::move(parts->attachments);
    // Text without blocks removes the blocks that were there.
    call.workspace.edit(**channel, **message, parts->text, std::move(parts->blocks), call.now);
    json answer = json::object();
    answer["channel"] = (*channel)->id;
    answer["ts"] = (*message)->ts;
    answer["text"] = (*message)->text;
    answer["message"] = message_json(call.workspace, **message);
    return answer;
}

ApiAnswer erase(const ApiCall& call) {
    auto channel = postable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto message = message_of(**channel, call.text("ts"));
    if (!message) return std::unexpected(message.error());
    if (!(*message)->bot) return refuse("cant_delete_message");
    const std::string ts = (*message)->ts;
    call.workspace.erase(**channel, ts, call.now);
    return json{{"channel", (*channel)->id}, {"ts", ts}};
}

ApiAnswer post_ephemeral(const ApiCall& call) {
    auto channel = postable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    const std::string user = call.text("user");
    if (!call.workspace.people.contains(user)) return refuse("user_not_found");
    if (!(*channel)->has(user)) return refuse("user_not_in_channel");
    auto parts = message_parts(call, true);
    if (!parts) return std::unexpected(parts.error());
    Ephemeral message;
    message.user = user;
    message.thread_ts = call.text("thread_ts");
    message.text = std::move(parts->text);
    message.blocks = std::move(parts->blocks);
    return json{{"message_ts", call.workspace.show_ephemeral(**channel, std::move(message), call.now).ts}};
}

ApiAnswer permalink(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto message = message_of(**channel, call.text("message_ts"));
    if (!message) return std::unexpected(message.error());
    std::string link = fmt::format("{}/archives/{}/p{}", call.base_url, (*channel)->id,
                                   replace_all((*message)->ts, ".", ""));
    if ((*message)->is_reply()) {
        link += fmt::format("?thread_ts={}&cid={}", (*message)->thread_ts, (*channel)->id);
    }
    return json{{"channel", (*channel)->id}, {"permalink", link}};
}

}  // namespace

void add_chat_methods(ApiMethods& methods) {
    methods["chat.postMessage"] = {post_message, Tier::post};
    methods["chat.update"] = {update, Tier::three};
    methods["chat.delete"] = {erase, Tier::three};
    methods["chat.postEphemeral"] = {post_ephemeral, Tier::four};
    methods["chat.getPermalink"] = {permalink, Tier::special};
}

}  // namespace tocsin::sandbox

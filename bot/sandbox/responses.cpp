// Answers that come by response URL or in a command's acknowledgment.
#include <algorithm>

#include "bot/sandbox/api.h"
#include "bot/sandbox/interactions.h"

namespace tocsin::sandbox {

namespace {

// Replaces or removes the message whose button was pressed; false: it is gone.
bool change_original(Workspace& workspace, const ResponseLink& link, const MessageParts* parts, Time now) {
    Channel* channel = workspace.find_channel(link.channel);
    if (!channel) return false;
    if (!link.ephemeral.empty()) {
        if (!parts) return workspace.drop_ephemeral(link.ephemeral);
        auto shown = std::ranges::find(channel->ephemeral, link.ephemeral, &Ephemeral::id);
        if (shown == channel->ephemeral.end()) return false;
        shown->text = parts->text;
        shown->blocks = parts->blocks;
        ++workspace.revision;
        return true;
    }
    auto found = channel->messages.find(link.message_ts);
    if (found == channel->messages.end() || !found->second.bot) return false;
    if (parts) {
        workspace.edit(*channel, found->second, parts->text, parts->blocks, now);
    } else {
        workspace.erase(*channel, link.message_ts, now);
    }
    return true;
}

}  // namespace

std::optional<std::string> Interactions::respond(const std::string& token, const json& body) {
    auto link = workspace_.response_links.use(token, clock_.now());
    if (!link) return link.error();
    const ResponseLink copy = **link;
    return say(copy, body);
}

std::optional<std::string> Interactions::say(const ResponseLink& link, const json& body) {
    if (!body.is_object()) return "invalid_payload";
    const Time now = clock_.now();
    const ApiCall call{workspace_, body, now, base_url, refused_};
    if (call.flag("delete_original")) {
        if (!change_original(workspace_, link, nullptr, now)) return "message_not_found";
        return std::nullopt;
    }
    auto parts = message_parts(call, false);
    if (!parts) return parts.error().name;
    if (call.flag("replace_original")) {
        if (!change_original(workspace_, link, &*parts, now)) return "message_not_found";
        return std::nullopt;
    }
    Channel* channel = workspace_.find_channel(link.channel);
    if (!channel) return "channel_not_found";
    if (call.text("response_type") == "in_channel") {
        Message message;
        message.user = workspace_.identity.bot_user;
        message.bot = true;
        message.text = parts->text;
        message.blocks = parts->blocks;
        message.thread_ts = call.text("thread_ts");
        workspace_.post(*channel, std::move(message), now);
        return std::nullopt;
    }
    Ephemeral message;
    message.user = link.user;
    message.text = parts->text;
    message.blocks = parts->blocks;
    workspace_.show_ephemeral(*channel, std::move(message), now);
    return std::nullopt;
}

}  // namespace tocsin::sandbox

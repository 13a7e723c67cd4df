// Reading what was said: conversations.history and conversations.replies.
#include <algorithm>

#include "bot/sandbox/api.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

// ts are fixed in width, so they compare as text; a bound may lack its fraction.
bool within(const ApiCall& call, const std::string& ts) {
    const std::string oldest = call.text("oldest");
    const std::string latest = call.text("latest");
    const bool inclusive = call.flag("inclusive");
    if (!oldest.empty() && oldest != "0" && (inclusive ? ts < oldest : ts <= oldest)) return false;
    return latest.empty() || (inclusive ? ts <= latest : ts < latest);
}

json listed(const ApiCall& call, const Message& message) {
    json object = message_json(call.workspace, message);
    if (message.is_reply()) object["thread_ts"] = message.thread_ts;
    if (message.broadcast) object["subtype"] = "thread_broadcast";
    if (call.flag("include_all_metadata") && !message.metadata.is_null())
        object["metadata"] = message.metadata;
    if (message.pinned) object["pinned_to"] = json::array({call.text("channel")});
    return object;
}

FoundChannel readable(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (channel && !(*channel)->has(call.workspace.identity.bot_user)) return refuse("not_in_channel");
    return channel;
}

ApiAnswer finish(const ApiCall& call, const std::vector<json>& messages, std::size_t usual) {
    json answer = page_of(call, "messages", messages, usual);
    const bool more = !answer["response_metadata"]["next_cursor"].get_ref<const std::string&>().empty();
    answer["has_more"] = more;
    if (!more) answer.erase("response_metadata");
    return answer;
}

ApiAnswer history(const ApiCall& call) {
    auto channel = readable(call);
    if (!channel) return std::unexpected(channel.error());
    std::vector<json> messages;
    std::size_t pins = 0;
    for (const auto& [ts, message] : (*channel)->messages) {
        pins += message.pinned ? 1 : 0;
        if (message.is_reply() && !message.broadcast) continue;
        if (within(call, ts)) messages.push_back(listed(call, message));
    }
    std::ranges::reverse(messages);
    auto answer = finish(call, messages, 100);
    if (answer) (*answer)["pin_count"] = pins;
    return answer;
}

ApiAnswer replies(const ApiCall& call) {
    auto channel = readable(call);
    if (!channel) return std::unexpected(channel.error());
    auto found = (*channel)->messages.find(call.text("ts"));
    if (found == (*channel)->messages.end()) return refuse("thread_not_found");
    const Message* parent = &found->second;
    if (parent->is_reply()) {
        auto real = (*channel)->messages.find(parent->thread_ts);
        if (real == (*channel)->messages.end()) return refuse("thread_not_found");
        parent = &real->second;
    }
    std::vector<json> messages = {listed(call, *parent)};
    for (const auto& ts : parent->replies) {
        auto reply = (*channel)->messages.find(ts);
        if (reply != (*channel)->messages.end() && within(call, ts))
            messages.push_back(listed(call, reply->second));
    }
    return finish(call, messages, 1000);
}

}  // namespace

void add_history_methods(ApiMethods& methods) {
    methods["conversations.history"] = {history, Tier::three};
    methods["conversations.replies"] = {replies, Tier::three};
}

}  // namespace tocsin::sandbox

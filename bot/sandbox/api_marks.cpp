// What is put on messages and channels: reactions, pins, bookmarks.
#include <algorithm>

#include "bot/sandbox/api.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t max_pins = 100;
constexpr std::size_t max_bookmarks = 100;
constexpr std::size_t max_emoji = 50;

ApiAnswer react(const ApiCall& call, bool add) {
    auto channel = writable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto message = message_of(**channel, call.text("timestamp"));
    if (!message) return std::unexpected(message.error());
    const std::string name = call.text("name");
    if (name.empty() || name.starts_with(':') || name.ends_with(':')) return refuse("invalid_name");
    if (add && (*message)->reactions.size() >= max_emoji) return refuse("too_many_emoji");
    if (!call.workspace.react(**channel, **message, call.workspace.identity.bot_user, name, add, call.now)) {
        return refuse(add ? "already_reacted" : "no_reaction");
    }
    return json::object();
}

ApiAnswer pin(const ApiCall& call, bool add) {
    auto channel = writable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto message = message_of(**channel, call.text("timestamp"));
    if (!message) return std::unexpected(message.error());
    if ((*message)->pinned == add) return refuse(add ? "already_pinned" : "no_pin");
    const auto pins =
        std::ranges::count_if((*channel)->messages, [](const auto& m) { return m.second.pinned; });
    if (add && static_cast<std::size_t>(pins) >= max_pins) return refuse("too_many_pins");
    (*message)->pinned = add;
    ++call.workspace.revision;
    call.workspace.announce({{"type", add ? "pin_added" : "pin_removed"},
                             {"user", call.workspace.identity.bot_user},
                             {"channel_id", (*channel)->id},
                             {"item", {{"type", "message"}, {"channel", (*channel)->id}}}});
    return json::object();
}

ApiAnswer add_bookmark(const ApiCall& call) {
    auto channel = writable_channel(call, "channel_id");
    if (!channel) return std::unexpected(channel.error());
    if (call.text("title").empty() || call.text("type") != "link") return refuse("invalid_arguments");
    const std::string link = call.text("link");
    if (!link.starts_with("http://") && !link.starts_with("https://")) return refuse("invalid_link");
    if ((*channel)->bookmarks.size() >= max_bookmarks) return refuse("too_many_bookmarks");
    const Bookmark mark{call.workspace.ids.next("Bk"), call.text("title"), link, call.text("emoji")};
    (*channel)->bookmarks.push_back(mark);
    ++call.workspace.revision;
    return json{{"bookmark",
                 {{"id", mark.id},
                  {"channel_id", (*channel)->id},
                  {"title", mark.title},
                  {"link", mark.link},
                  {"emoji", mark.emoji},
                  {"type", "link"}}}};
}

}  // namespace

void add_mark_methods(ApiMethods& methods) {
    methods["reactions.add"] = {[](const ApiCall& call) { return react(call, true); }, Tier::three};
    methods["reactions.remove"] = {[](const ApiCall& call) { return react(call, false); }, Tier::two};
    methods["pins.add"] = {[](const ApiCall& call) { return pin(call, true); }, Tier::two};
    methods["pins.remove"] = {[](const ApiCall& call) { return pin(call, false); }, Tier::two};
    methods["bookmarks.add"] = {add_bookmark, Tier::two};
}

}  // namespace tocsin::sandbox

#include "bot/sandbox/page_state.h"

#include <algorithm>

#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

json people_state(const Workspace& workspace) {
    json people = json::array();
    for (const auto& [id, person] : workspace.people) {
        if (person.bot || person.deactivated) continue;
        people.push_back({{"id", id},
                          {"name", person.name},
                          {"about", person.about},
                          {"guest", person.guest},
                          {"tz", person.tz}});
    }
    return people;
}

json message_state(const Channel& channel, const Message& message, bool inside_thread) {
    json reactions = json::array();
    for (const auto& each : message.reactions) {
        reactions.push_back({{"name", each.name}, {"users", each.users}});
    }
    json state = {{"ts", message.ts},
                  {"user", message.user},
                  {"bot", message.bot},
                  {"text", message.text},
                  {"blocks", message.blocks},
                  {"at", format_rfc3339(message.at)},
                  {"reactions", std::move(reactions)},
                  {"pinned", message.pinned},
                  // Slack does not mark what apps edit.
                  {"edited", message.edited && !message.bot},
                  {"broadcast_of", nullptr}};
    if (!message.subtype.empty()) state["subtype"] = message.subtype;
    if (inside_thread) return state;
    if (message.is_reply()) state["broadcast_of"] = message.thread_ts;
    json replies = json::array();
    for (const auto& ts : message.replies) {
        auto reply = channel.messages.find(ts);
        if (reply != channel.messages.end()) replies.push_back(message_state(channel, reply->second, true));
    }
    const json latest = message.replies.empty() ? json(nullptr) : json(message.replies.back());
    const std::size_t count = replies.size();
    state["thread"] = {{"replies", std::move(replies)}, {"count", count}, {"latest", latest}};
    return state;
}

std::string_view kind_of(const Workspace& workspace, const Channel& channel) {
    switch (channel.kind) {
        case Channel::Kind::channel:
            return "channel";
        case Channel::Kind::direct:
            return channel.has(workspace.identity.bot_user) ? "im" : "im_other";
        case Channel::Kind::group:
            break;
    }
    return "im_other";
}

json channel_state(const Workspace& workspace, const Channel& channel, const std::string& person) {
    json messages = json::array();
    auto read = channel.read_until.find(person);
    const std::string read_until = read == channel.read_until.end() ? "" : read->second;
    int unread = 0;
    for (const auto& [ts, message] : channel.messages) {
        if (message.is_reply() && !message.broadcast) continue;
        messages.push_back(message_state(channel, message, false));
        if (ts > read_until && message.user != person && message.subtype.empty()) ++unread;
    }
    json ephemeral = json::array();
    for (const auto& each : channel.ephemeral) {
        if (each.user != person) continue;
        ephemeral.push_back({{"id", each.id},
                             {"ts", each.ts},
                             {"thread_ts", each.thread_ts.empty() ? json(nullptr) : json(each.thread_ts)},
                             {"text", each.text},
                             {"blocks", each.blocks}});
    }
    json bookmarks = json::array();
    for (const auto& each : channel.bookmarks) {
        bookmarks.push_back({{"title", each.title}, {"link", each.link}, {"emoji", each.emoji}});
    }
    return {{"id", channel.id},
            {"name", channel.name},
            {"private", channel.is_private},
            {"kind", kind_of(workspace, channel)},
            {"archived", channel.archived},
            {"topic", channel.topic},
            {"members", channel.members},
            {"unread", unread},
            {"bookmarks", std::move(bookmarks)},
            {"messages", std::move(messages)},
            {"ephemeral", std::move(ephemeral)}};
}

bool visible(const Channel& channel, const Person& person) {
    if (channel.has(person.id)) return true;
    return !channel.is_private && channel.kind == Channel::Kind::channel && !person.guest;
}

}  // namespace

json page_state(const Workspace& workspace, const Interactions& interactions, const Gateway& gateway,
                const std::string& person, const PageFacts& facts) {
    json channels = json::array();
    for (const auto& [id, channel] : workspace.channels) {
        if (visible(channel, workspace.people.at(person))) {
            channels.push_back(channel_state(workspace, channel, person));
        }
    }
    json views = json::array();
    for (const View* view : workspace.views.stack_of(person)) {
        views.push_back({{"id", view->id},
                         {"root", view->root},
                         {"view", view_json(workspace, *view)},
                         {"errors", view->errors},
                         {"trouble", view->trouble.empty() ? json(nullptr) : json(view->trouble)},
                         {"busy", view->busy}});
    }
    json groups = json::array();
    for (const auto& group : workspace.groups) {
        groups.push_back({{"id", group.id}, {"handle", group.handle}, {"name", group.name}});
    }
    json home = json::object();
    home["view"] = nullptr;
    if (const View* view = workspace.views.home_of(person)) home["view"] = view_json(workspace, *view);
    json toast;
    if (auto found = interactions.toasts.find(person); found != interactions.toasts.end()) {
        toast = {{"id", found->second.id}, {"text", found->second.text}};
    }
    json next;
    if (facts.next_event) {
        next = {{"at", format_rfc3339(facts.next_event->at)}, {"what", facts.next_event->what}};
    }
    const Identity& identity = workspace.identity;
    return {{"revision", workspace.revision},
            {"now", format_rfc3339(facts.now)},
            {"next_event", std::move(next)},
            {"you", person},
            {"team", {{"id", identity.team}, {"name", identity.team_name}, {"bot_user", identity.bot_user}}},
            {"people", people_state(workspace)},
            {"groups", std::move(groups)},
            {"channels", std::move(channels)},
            {"home", std::move(home)},
            {"views", std::move(views)},
            {"commands", interactions.commands},
            {"shortcuts", interactions.shortcuts},
            {"socket", {{"connections", gateway.connections()}}},
            {"toast", std::move(toast)}};
}

}  // namespace tocsin::sandbox

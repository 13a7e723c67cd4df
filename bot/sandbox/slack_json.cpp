#include "bot/sandbox/slack_json.h"

#include <algorithm>
#include <set>

namespace tocsin::sandbox {

json user_json(const Workspace& workspace, const Person& person) {
    json profile = {
        {"real_name", person.name}, {"display_name", person.name}, {"team", workspace.identity.team}};
    if (!person.email.empty()) profile["email"] = person.email;
    if (person.bot) {
        profile["bot_id"] = workspace.identity.bot;
        profile["api_app_id"] = workspace.identity.app;
    }
    return {{"id", person.id},
            {"team_id", workspace.identity.team},
            {"name", person.name},
            {"real_name", person.name},
            {"deleted", person.deactivated},
            {"tz", person.tz},
            {"is_admin", false},
            {"is_owner", false},
            {"is_restricted", person.guest},
            {"is_ultra_restricted", false},
            {"is_bot", person.bot},
            {"is_app_user", false},
            {"updated", 0},
            {"profile", profile}};
}

json channel_json(const Workspace& workspace, const Channel& channel) {
    json object = {{"id", channel.id},
                   {"created", unix_seconds(channel.created)},
                   {"is_archived", channel.archived},
                   {"is_im", channel.kind == Channel::Kind::direct},
                   {"is_mpim", channel.kind == Channel::Kind::group}};
    if (channel.kind == Channel::Kind::direct) {
        auto other = std::ranges::find_if(
            channel.members, [&](const std::string& id) { return id != workspace.identity.bot_user; });
        object["user"] = other == channel.members.end() ? "" : *other;
        return object;
    }
    object.update(json{{"name", channel.name},
                       {"name_normalized", channel.name},
                       {"is_channel", !channel.is_private},
                       {"is_group", channel.is_private},
                       {"is_private", channel.is_private},
                       {"is_general", channel.general},
                       {"is_shared", false},
                       {"is_ext_shared", false},
                       {"is_org_shared", false},
                       {"is_member", channel.has(workspace.identity.bot_user)},
                       {"creator", channel.creator},
                       {"topic", {{"value", channel.topic}, {"creator", ""}, {"last_set", 0}}},
                       {"purpose", {{"value", ""}, {"creator", ""}, {"last_set", 0}}}});
    return object;
}

json message_json(const Workspace& workspace, const Message& message) {
    json object = {{"type", "message"},
                   {"ts", message.ts},
                   {"user", message.user},
                   {"text", message.text},
                   {"team", workspace.identity.team}};
    if (message.bot) {
        object["bot_id"] = workspace.identity.bot;
        object["app_id"] = workspace.identity.app;
    }
    if (!message.subtype.empty()) object["subtype"] = message.subtype;
    if (!message.blocks.empty()) object["blocks"] = message.blocks;
    if (!message.attachments.empty()) object["attachments"] = message.attachments;
    if (message.edited && !message.bot) object["edited"] = {{"user", message.user}, {"ts", message.ts}};
    for (const auto& reaction : message.reactions) {
        object["reactions"].push_back(
            {{"name", reaction.name}, {"users", reaction.users}, {"count", reaction.users.size()}});
    }
    if (!message.replies.empty()) {
        object["thread_ts"] = message.ts;
        object["reply_count"] = message.replies.size();
        object["latest_reply"] = message.replies.back();
    } else if (!message.thread_ts.empty()) {
        object["thread_ts"] = message.thread_ts;
    }
    return object;
}

json view_json(const Workspace& workspace, const View& view) {
    json object = {{"id", view.id},           {"team_id", workspace.identity.team},
                   {"type", "modal"},         {"private_metadata", ""},
                   {"callback_id", ""},       {"external_id", ""},
                   {"hash", view.hash},       {"title", nullptr},
                   {"close", nullptr},        {"submit", nullptr},
                   {"clear_on_close", false}, {"notify_on_close", false},
                   {"submit_disabled", false}};
    object.update(view.body);
    object["root_view_id"] = view.root;
    object["previous_view_id"] = view.previous.empty() ? json(nullptr) : json(view.previous);
    object["app_id"] = workspace.identity.app;
    object["app_installed_team_id"] = workspace.identity.team;
    object["bot_id"] = workspace.identity.bot;
    object["state"] = {{"values", view.values}};
    return object;
}

json group_json(const Group& group, Time created) {
    return {{"id", group.id},
            {"name", group.name},
            {"handle", group.handle},
            {"is_usergroup", true},
            {"date_create", unix_seconds(created)},
            {"date_delete", 0},
            {"users", group.members},
            {"user_count", group.members.size()},
            {"prefs", {{"channels", json::array()}, {"groups", json::array()}}}};
}

std::string_view channel_type(const Channel& channel) {
    switch (channel.kind) {
        case Channel::Kind::direct:
            return "im";
        case Channel::Kind::group:
            return "mpim";
        case Channel::Kind::channel:
            break;
    }
    return channel.is_private ? "group" : "channel";
}

json message_event(const Workspace& workspace, const Channel& channel, const Message& message) {
    json event = message_json(workspace, message);
    event["channel"] = channel.id;
    event["channel_type"] = channel_type(channel);
    event["event_ts"] = message.ts;
    if (message.is_reply()) {
        event["thread_ts"] = message.thread_ts;
        if (message.broadcast) event["subtype"] = "thread_broadcast";
    }
    return event;
}

}  // namespace tocsin::sandbox

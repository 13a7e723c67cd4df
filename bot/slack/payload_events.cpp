#include <algorithm>

#include "bot/base/foreign_json.h"
#include "bot/slack/payload.h"

namespace tocsin::slack {

using nlohmann::json;

namespace {

// A message with replies below it is not taken away: a tombstone stands in its place.
Payload read_changed_message(const json& event) {
    const json& message = member(event, "message");
    const ChannelId channel(text_of(event, "channel"));
    MessageTs ts(text_of(message, "ts"));
    if (ts.empty()) ts = MessageTs(text_of(member(event, "previous_message"), "ts"));
    MessageTs thread(text_of(message, "thread_ts"));
    if (text_of(message, "subtype") == "tombstone") return MessageDeleted{channel, ts, thread};
    if (!text_of(message, "bot_id").empty()) return Unknown{"message/message_changed of a bot"};
    return MessageChanged{UserId(text_of(message, "user")), channel, ts, thread, text_of(message, "text")};
}

Payload read_message(const json& event) {
    const std::string subtype = text_of(event, "subtype");
    if (subtype == "message_deleted")
        return MessageDeleted{ChannelId(text_of(event, "channel")), MessageTs(text_of(event, "deleted_ts")),
                              MessageTs(text_of(member(event, "previous_message"), "thread_ts"))};
    if (subtype == "message_changed") return read_changed_message(event);
    if (!subtype.empty() && subtype != "file_share" && subtype != "thread_broadcast")
        return Unknown{"message/" + subtype};
    return ChannelMessage{UserId(text_of(event, "user")),
                          text_of(event, "bot_id"),
                          ChannelId(text_of(event, "channel")),
                          text_of(event, "channel_type"),
                          MessageTs(text_of(event, "ts")),
                          MessageTs(text_of(event, "thread_ts")),
                          text_of(event, "text")};
}

Payload read_mention(const json& event) {
    User user;
    user.id = UserId(text_of(event, "user"));
    user.team_id = text_of(event, "team");
    return Mention{std::move(user), ChannelId(text_of(event, "channel")), MessageTs(text_of(event, "ts")),
                   MessageTs(text_of(event, "thread_ts")), text_of(event, "text")};
}

Payload read_reaction(const json& event, bool added) {
    const json& item = member(event, "item");
    if (text_of(item, "type") != "message") return Unknown{"reaction on something else than a message"};
    std::string name = text_of(event, "reaction");
    name.resize(std::min(name.find("::"), name.size()));
    return Reaction{added,
                    UserId(text_of(event, "user")),
                    std::move(name),
                    ChannelId(text_of(item, "channel")),
                    MessageTs(text_of(item, "ts")),
                    UserId(text_of(event, "item_user"))};
}

Payload read_channel_change(const json& event, ChannelChanged::What what) {
    const json& channel = member(event, "channel");
    if (channel.is_string()) return ChannelChanged{what, ChannelId(channel.get<std::string>()), {}};
    return ChannelChanged{what, ChannelId(text_of(channel, "id")), text_of(channel, "name")};
}

Payload read_user_change(const json& event) {
    const json& user = member(event, "user");
    const json& profile = member(user, "profile");
    UserChanged changed;
    changed.id = UserId(text_of(user, "id"));
    for (const auto& [object, name] : {std::pair(&profile, "display_name"), std::pair(&profile, "real_name"),
                                       std::pair(&user, "real_name"), std::pair(&user, "name")})
        if (changed.name.empty()) changed.name = text_of(*object, name);
    changed.timezone = text_of(user, "tz");
    changed.guest = bool_of(user, "is_restricted") || bool_of(user, "is_ultra_restricted");
    changed.bot = bool_of(user, "is_bot");
    changed.deactivated = bool_of(user, "deleted");
    return changed;
}

// Slack tells of every person's revoked token; ours is the bot's.
Payload read_tokens_revoked(const json& event) {
    const json& tokens = member(event, "tokens");
    if (tokens.is_object() && member(tokens, "bot").empty()) return Unknown{"tokens_revoked of people"};
    return TokensRevoked{};
}

Payload read_inner(const std::string& type, const json& event) {
    if (type == "message") return read_message(event);
    if (type == "app_mention") return read_mention(event);
    if (type == "reaction_added") return read_reaction(event, true);
    if (type == "reaction_removed") return read_reaction(event, false);
    if (type == "app_home_opened") return HomeOpened{UserId(text_of(event, "user")), text_of(event, "tab")};
    if (type == "member_joined_channel")
        return MemberJoined{UserId(text_of(event, "user")), ChannelId(text_of(event, "channel"))};
    if (type == "channel_archive" || type == "group_archive")
        return read_channel_change(event, ChannelChanged::What::archived);
    if (type == "channel_rename" || type == "group_rename")
        return read_channel_change(event, ChannelChanged::What::renamed);
    if (type == "user_change" || type == "team_join" || type == "user_profile_changed")
        return read_user_change(event);
    if (type == "subteam_members_changed") return GroupChanged{UserGroupId(text_of(event, "subteam_id"))};
    if (type == "tokens_revoked") return read_tokens_revoked(event);
    if (type == "app_uninstalled") return TokensRevoked{};
    return Unknown{type};
}

}  // namespace

ReadPayload read_event(const json& payload) {
    const json& event = member(payload, "event");
    if (!event.is_object()) return {Unknown{text_of(payload, "type")}, {}};
    std::string key = text_of(payload, "event_id");
    if (!key.empty()) key.insert(0, "event/");
    return {read_inner(text_of(event, "type"), event), std::move(key)};
}

}  // namespace tocsin::slack

// conversations.*: making, finding and changing channels.
#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/sandbox/api.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t max_topic = 250;
constexpr std::size_t max_invited = 100;

ApiAnswer channel_answer(const ApiCall& call, const Channel& channel) {
    json answer = json::object();
    answer["channel"] = channel_json(call.workspace, channel);
    return answer;
}

ApiAnswer create(const ApiCall& call) {
    const std::string name = call.text("name");
    if (name.empty()) return refuse("invalid_name_required");
    if (utf16_length(name) > 80) return refuse("invalid_name_maxlength");
    const bool good = std::ranges::all_of(name, [](unsigned char c) {
        return std::islower(c) || std::isdigit(c) || c == '-' || c == '_' || c >= 0x80;
    });
    if (!good) return refuse("invalid_name_specials");
    const bool any_letter = std::ranges::any_of(name, [](unsigned char c) { return c != '-' && c != '_'; });
    if (!any_letter) return refuse("invalid_name_punctuation");
    for (const auto& [id, channel] : call.workspace.channels) {
        if (channel.name == name) return refuse("name_taken");
    }
    const auto& bot = call.workspace.identity.bot_user;
    Channel& channel = call.workspace.add_channel(call.workspace.ids.next("C"), name, call.flag("is_private"),
                                                  {bot}, call.now);
    channel.creator = bot;
    return channel_answer(call, channel);
}

ApiAnswer invite(const ApiCall& call) {
    auto channel = writable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    const auto users = call.list("users");
    if (users.empty()) return refuse("no_user");
    if (users.size() > max_invited) return refuse("too_many_users");
    json errors = json::array();
    for (const auto& user : users) {
        std::string error;
        auto person = call.workspace.people.find(user);
        if (person == call.workspace.people.end() || person->second.deactivated) {
            error = "user_not_found";
        } else if (user == call.workspace.identity.bot_user) {
            error = "cant_invite_self";
        } else if ((*channel)->has(user)) {
            error = "already_in_channel";
        } else if (person->second.guest) {
            error = "user_is_restricted";
        }
        if (!error.empty()) errors.push_back(json{{"user", user}, {"ok", false}, {"error", error}});
    }
    if (!errors.empty() && !call.flag("force")) {
        const auto first = errors[0]["error"].get<std::string>();
        return refuse(first, json{{"errors", errors}});
    }
    for (const auto& user : users) {
        const bool refused = std::ranges::any_of(errors, [&](const json& e) { return e["user"] == user; });
        if (!refused) {
            call.workspace.add_member(**channel, user, call.workspace.identity.bot_user, call.now);
        }
    }
    auto answer = channel_answer(call, **channel);
    if (!errors.empty()) (*answer)["errors"] = std::move(errors);
    return answer;
}

ApiAnswer info(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (!channel) return std::unexpected(channel.error());
    auto answer = channel_answer(call, **channel);
    if (call.flag("include_num_members")) (*answer)["channel"]["num_members"] = (*channel)->members.size();
    return answer;
}

ApiAnswer list(const ApiCall& call) {
    if (call.number("limit", 100) >= 1000) return refuse("invalid_limit");
    std::vector<std::string> types = call.list("types");
    if (types.empty()) types = {"public_channel"};
    std::vector<json> found;
    for (const auto& [id, channel] : call.workspace.channels) {
        std::string type = channel.is_private ? "private_channel" : "public_channel";
        if (channel.kind == Channel::Kind::direct) type = "im";
        if (channel.kind == Channel::Kind::group) type = "mpim";
        const bool visible = type == "public_channel" || channel.has(call.workspace.identity.bot_user);
        if (!visible || std::ranges::find(types, type) == types.end()) continue;
        if (channel.archived && call.flag("exclude_archived")) continue;
        found.push_back(channel_json(call.workspace, channel));
    }
    return page_of(call, "channels", found, 100);
}

ApiAnswer members(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (!channel) return std::unexpected(channel.error());
    return page_of(call, "members", {(*channel)->members.begin(), (*channel)->members.end()}, 100);
}

ApiAnswer open(const ApiCall& call) {
    if (call.has("channel")) {
        auto channel = visible_channel(call);
        if (!channel) return std::unexpected(channel.error());
        return channel_answer(call, **channel);
    }
    const auto users = call.list("users");
    if (users.empty()) return refuse("users_list_not_supplied");
    if (users.size() > 8) return refuse("too_many_users");
    for (const auto& user : users) {
        auto person = call.workspace.people.find(user);
        if (person == call.workspace.people.end()) return refuse("user_not_found");
        if (person->second.deactivated) return refuse("user_disabled");
        if (person->second.bot) return refuse("cannot_dm_bot");
    }
    if (users.size() == 1) {
        auto answer = channel_answer(call, call.workspace.direct_with(users[0]));
        if (!call.flag("return_im")) (*answer)["channel"] = {{"id", (*answer)["channel"]["id"]}};
        return answer;
    }
    std::set<std::string> everybody(users.begin(), users.end());
    everybody.insert(call.workspace.identity.bot_user);
    for (const auto& [id, channel] : call.workspace.channels) {
        if (channel.kind == Channel::Kind::group && channel.members == everybody) {
            return channel_answer(call, channel);
        }
    }
    auto& made = call.workspace.add_channel(call.workspace.ids.next("G"), "", true, everybody, call.now);
    made.kind = Channel::Kind::group;
    return channel_answer(call, made);
}

ApiAnswer join(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (!channel) return std::unexpected(channel.error());
    if ((*channel)->is_private) return refuse("method_not_supported_for_channel_type");
    if ((*channel)->archived) return refuse("is_archived");
    const bool already = (*channel)->has(call.workspace.identity.bot_user);
    if (!already) call.workspace.add_member(**channel, call.workspace.identity.bot_user, "", call.now);
    auto answer = channel_answer(call, **channel);
    if (already) (*answer)["warning"] = "already_in_channel";
    return answer;
}

ApiAnswer set_topic(const ApiCall& call) {
    auto channel = writable_channel(call);
    if (!channel) return std::unexpected(channel.error());
    const std::string topic = call.text("topic");
    if (utf16_length(topic) > max_topic) return refuse("too_long");
    if (topic != (*channel)->topic) {
        (*channel)->topic = topic;
        call.workspace.system_message(**channel, call.workspace.identity.bot_user, "channel_topic",
                                      "set the channel topic: " + topic, call.now);
    }
    return channel_answer(call, **channel);
}

ApiAnswer archive(const ApiCall& call) {
    auto channel = visible_channel(call);
    if (!channel) return std::unexpected(channel.error());
    if ((*channel)->archived) return refuse("already_archived");
    if ((*channel)->general) return refuse("cant_archive_general");
    const auto& bot = call.workspace.identity.bot_user;
    if (!(*channel)->has(bot)) return refuse("not_in_channel");
    (*channel)->archived = true;
    call.workspace.announce({{"type", (*channel)->is_private ? "group_archive" : "channel_archive"},
                             {"channel", (*channel)->id},
                             {"user", bot}});
    (*channel)->members.erase(bot);  // archiving ejects the bot
    ++call.workspace.revision;
    return json::object();
}

}  // namespace

void add_conversation_methods(ApiMethods& methods) {
    methods["conversations.create"] = {create, Tier::two};
    methods["conversations.invite"] = {invite, Tier::three};
    methods["conversations.info"] = {info, Tier::three};
    methods["conversations.list"] = {list, Tier::two};
    methods["conversations.members"] = {members, Tier::four};
    methods["conversations.open"] = {open, Tier::three};
    methods["conversations.join"] = {join, Tier::three};
    methods["conversations.setTopic"] = {set_topic, Tier::two};
    methods["conversations.archive"] = {archive, Tier::two};
}

}  // namespace tocsin::sandbox

#include "bot/sandbox/workspace.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

Workspace::Workspace() {
    auto add = [this](std::string id, std::string name, std::string about) -> Person& {
        Person person;
        person.id = id;
        person.email = fmt::format("{}@sandbox.example", name);
        std::ranges::transform(person.email, person.email.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        person.name = std::move(name);
        person.about = std::move(about);
        return people.emplace(std::move(id), std::move(person)).first->second;
    };
    add("U000DANA", "Dana", "primary on call");
    add("U000LEE", "Lee", "backup on call");
    add("U000SAM", "Sam", "Engineering Lead");
    add("U000KIM", "Kim", "member");
    add("U00GUEST", "Guest", "guest").guest = true;
    add(identity.bot_user, "Tocsin", "the bot").bot = true;

    std::set<std::string> everybody;
    for (const auto& [id, person] : people) everybody.insert(id);
    add_channel("C0INCIDENTS", "incidents", false, everybody, Time{});
    everybody.erase(identity.bot_user);
    add_channel("C0GENERAL", "general", false, everybody, Time{}).general = true;
    events_.clear();
}

Channel* Workspace::find_channel(const std::string& id_or_name) {
    auto found = channels.find(id_or_name);
    if (found != channels.end()) return &found->second;
    auto person = people.find(id_or_name);
    if (person != people.end() && !person->second.bot) return &direct_with(id_or_name);
    std::string_view name = id_or_name;
    if (name.starts_with('#')) name.remove_prefix(1);
    for (auto& [id, channel] : channels) {
        if (channel.kind == Channel::Kind::channel && channel.name == name) return &channel;
    }
    return nullptr;
}

const Channel* Workspace::find_channel(const std::string& id) const {
    auto found = channels.find(id);
    return found == channels.end() ? nullptr : &found->second;
}

Channel& Workspace::direct_with(const std::string& person) {
    const std::string id = "D" + person.substr(std::min<std::size_t>(1, person.size()));
    auto [channel, is_new] = channels.try_emplace(id);
    if (is_new) {
        channel->second.id = id;
        channel->second.kind = Channel::Kind::direct;
        channel->second.is_private = true;
        channel->second.members = {person, identity.bot_user};
        ++revision;
    }
    return channel->second;
}

Channel& Workspace::add_channel(std::string id, std::string name, bool is_private,
                                std::set<std::string> members, Time now) {
    Channel& channel = channels[id];
    channel.id = std::move(id);
    channel.name = std::move(name);
    channel.is_private = is_private;
    channel.members = std::move(members);
    channel.created = now;
    ++revision;
    announce({{"type", is_private ? "group_created" : "channel_created"},
              {"channel", {{"id", channel.id}, {"name", channel.name}, {"created", unix_seconds(now)}}}});
    return channel;
}

std::string Workspace::next_ts(Channel& channel, Time now) {
    channel.last_ts_us = std::max(channel.last_ts_us + 1, now.time_since_epoch().count());
    return fmt::format("{}.{:06}", channel.last_ts_us / 1'000'000, channel.last_ts_us % 1'000'000);
}

Message& Workspace::post(Channel& channel, Message message, Time now) {
    message.ts = next_ts(channel, now);
    message.at = now;
    if (message.is_reply()) {
        auto parent = channel.messages.find(message.thread_ts);
        if (parent != channel.messages.end()) parent->second.replies.push_back(message.ts);
    }
    const std::string ts = message.ts;
    if (!message.bot) channel.read_until[message.user] = ts;
    Message& stored = channel.messages.emplace(ts, std::move(message)).first->second;
    ++revision;
    if (listening && channel.has(identity.bot_user)) {
        announce(message_event(*this, channel, stored));
        const bool mentioned = stored.text.contains("<@" + identity.bot_user);
        if (mentioned && !stored.bot && channel.kind != Channel::Kind::direct) {
            json mention = message_event(*this, channel, stored);
            mention["type"] = "app_mention";
            mention.erase("channel_type");
            mention.erase("subtype");
            announce(std::move(mention));
        }
    }
    forget_oldest(channel);
    return channel.messages.at(ts);
}

void Workspace::forget_oldest(Channel& channel) {
    if (channel.messages.size() <= max_messages || channel.messages.size() < 2) return;
    auto oldest = channel.messages.begin();
    if (oldest->second.is_reply()) {
        auto parent = channel.messages.find(oldest->second.thread_ts);
        if (parent != channel.messages.end()) std::erase(parent->second.replies, oldest->first);
    }
    channel.messages.erase(oldest);
}

void Workspace::edit(Channel& channel, Message& message, std::string text, std::optional<json> blocks,
                     Time now) {
    json previous = listening ? message_json(*this, message) : json();
    message.text = std::move(text);
    if (blocks) message.blocks = std::move(*blocks);
    message.edited = true;
    ++revision;
    if (!listening || !channel.has(identity.bot_user)) return;
    json changed = message_json(*this, message);
    if (message.is_reply()) changed["thread_ts"] = message.thread_ts;
    const std::string ts = next_ts(channel, now);
    announce({{"type", "message"},
              {"subtype", "message_changed"},
              {"hidden", true},
              {"message", std::move(changed)},
              {"previous_message", std::move(previous)},
              {"channel", channel.id},
              {"channel_type", channel_type(channel)},
              {"ts", ts},
              {"event_ts", ts}});
}

// By value: the ts may be the one inside the message that goes.
void Workspace::erase(Channel& channel, std::string ts, Time now) {
    auto found = channel.messages.find(ts);
    if (found == channel.messages.end()) return;
    if (found->second.is_reply()) {
        auto parent = channel.messages.find(found->second.thread_ts);
        if (parent != channel.messages.end()) std::erase(parent->second.replies, ts);
    }
    json previous = message_json(*this, found->second);
    channel.messages.erase(found);
    ++revision;
    if (!channel.has(identity.bot_user)) return;
    const std::string event_ts = next_ts(channel, now);
    announce({{"type", "message"},
              {"subtype", "message_deleted"},
              {"hidden", true},
              {"deleted_ts", ts},
              {"previous_message", std::move(previous)},
              {"channel", channel.id},
              {"channel_type", channel_type(channel)},
              {"ts", event_ts},
              {"event_ts", event_ts}});
}

Ephemeral& Workspace::show_ephemeral(Channel& channel, Ephemeral message, Time now) {
    static constexpr std::size_t max_ephemeral = 200;
    message.id = ids.next("E");
    message.ts = next_ts(channel, now);
    if (channel.ephemeral.size() >= max_ephemeral) channel.ephemeral.erase(channel.ephemeral.begin());
    channel.ephemeral.push_back(std::move(message));
    ++revision;
    return channel.ephemeral.back();
}

bool Workspace::drop_ephemeral(const std::string& id) {
    for (auto& [channel_id, channel] : channels) {
        if (std::erase_if(channel.ephemeral, [&](const Ephemeral& each) { return each.id == id; }) > 0) {
            ++revision;
            return true;
        }
    }
    return false;
}

void Workspace::set_group(const std::string& id, std::vector<std::string> members, Time now) {
    auto group = std::ranges::find(groups, id, &Group::id);
    if (group == groups.end()) {
        groups.push_back({id, to_lower(id), id, {}});
        group = groups.end() - 1;
    }
    std::ranges::sort(members);
    json added = json::array();
    json removed = json::array();
    std::ranges::set_difference(members, group->members, std::back_inserter(added));
    std::ranges::set_difference(group->members, members, std::back_inserter(removed));
    group->members = std::move(members);
    ++revision;
    announce({{"type", "subteam_members_changed"},
              {"subteam_id", id},
              {"team_id", identity.team},
              {"date_update", unix_seconds(now)},
              {"added_users", std::move(added)},
              {"removed_users", std::move(removed)}});
}

bool Workspace::react(Channel& channel, Message& message, const std::string& person, const std::string& name,
                      bool add, Time now) {
    auto found = std::ranges::find(message.reactions, name, &Reaction::name);
    const bool present =
        found != message.reactions.end() && std::ranges::find(found->users, person) != found->users.end();
    if (present == add) return false;
    if (add) {
        if (found == message.reactions.end()) {
            message.reactions.push_back({name, {person}});
        } else {
            found->users.push_back(person);
        }
    } else {
        std::erase(found->users, person);
        if (found->users.empty()) message.reactions.erase(found);
    }
    ++revision;
    if (channel.has(identity.bot_user)) {
        announce({{"type", add ? "reaction_added" : "reaction_removed"},
                  {"user", person},
                  {"reaction", name},
                  {"item", {{"type", "message"}, {"channel", channel.id}, {"ts", message.ts}}},
                  {"item_user", message.user},
                  {"event_ts", next_ts(channel, now)}});
    }
    return true;
}

void Workspace::add_member(Channel& channel, const std::string& person, const std::string& inviter,
                           Time now) {
    if (!channel.members.insert(person).second) return;
    ++revision;
    json event = {{"type", "member_joined_channel"}, {"user", person},
                  {"channel", channel.id},           {"channel_type", channel.is_private ? "G" : "C"},
                  {"team", identity.team},           {"event_ts", next_ts(channel, now)}};
    if (!inviter.empty()) event["inviter"] = inviter;
    if (channel.has(identity.bot_user)) announce(std::move(event));
    system_message(channel, person, channel.is_private ? "group_join" : "channel_join",
                   fmt::format("<@{}> has joined the channel", person), now);
}

void Workspace::remove_member(Channel& channel, const std::string& person, Time now) {
    const bool bot_saw_it = channel.has(identity.bot_user);
    if (channel.members.erase(person) == 0) return;
    ++revision;
    if (!bot_saw_it) return;
    announce({{"type", "member_left_channel"},
              {"user", person},
              {"channel", channel.id},
              {"channel_type", channel.is_private ? "G" : "C"},
              {"team", identity.team},
              {"event_ts", next_ts(channel, now)}});
}

void Workspace::system_message(Channel& channel, const std::string& person, std::string subtype,
                               std::string text, Time now) {
    Message message;
    message.user = person;
    message.subtype = std::move(subtype);
    message.text = std::move(text);
    post(channel, std::move(message), now);
}

std::vector<json> Workspace::take_events() {
    return std::exchange(events_, {});
}

}  // namespace tocsin::sandbox

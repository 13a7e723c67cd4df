// What people do, one JSON object each: docs/sandbox.md, Acts.
#include <algorithm>
#include <array>

#include "bot/sandbox/slack_service.h"

namespace tocsin::sandbox {

namespace {

constexpr std::size_t max_typed = 40'000;

constexpr std::array<std::string_view, 6> phone_acts{"answer_call", "voicemail",    "hang_up",
                                                     "key",         "phone_switch", "text"};

json failure(std::string_view error) {
    return {{"ok", false}, {"error", error}};
}

json outcome(const Did& did) {
    if (!did) return failure(did.error());
    json answer = {{"ok", true}};
    if (!did->empty()) answer["envelope_id"] = *did;
    return answer;
}

}  // namespace

void SlackService::act(const json& act, OnDone on_done) {
    const std::string what = string_member(act, "do");
    const std::string person = string_member(act, "as");
    if (what == "reset") return on_done(reset());
    if (what == "clock" || what == "next_event") return move_clock(what, act, std::move(on_done));
    if (what == "trouble") {
        json answer = play_trouble(act);
        gateway_->tick();
        return on_done(std::move(answer));
    }
    auto found = workspace_->people.find(person);
    if (found == workspace_->people.end() || found->second.bot) return on_done(failure("user_not_found"));
    if (std::ranges::find(phone_acts, what) != phone_acts.end()) {
        const auto refusal = phones_.act(person, what, act);
        return on_done(refusal ? failure(*refusal) : json{{"ok", true}});
    }
    if (what == "suggest") {
        const Place place{string_member(act, "channel"), string_member(act, "ts"),
                          string_member(act, "ephemeral"), string_member(act, "view_id")};
        return interactions_->suggest(person, place, string_member(act, "block_id"),
                                      string_member(act, "action_id"), string_member(act, "typed"),
                                      [on_done](std::expected<json, std::string> options) {
                                          if (!options) return on_done(failure(options.error()));
                                          (*options)["ok"] = true;
                                          on_done(std::move(*options));
                                      });
    }
    json answer = do_now(person, what, act);
    interactions_->send_events();
    on_done(std::move(answer));
}

json SlackService::do_now(const std::string& person, const std::string& what, const json& act) {
    const std::string channel = string_member(act, "channel");
    if (what == "slash") {
        const std::string text = string_member(act, "text");
        if (!text.starts_with('/') || text.size() > max_typed) return failure("invalid_command");
        return outcome(interactions_->slash(person, channel, text));
    }
    if (what == "press") {
        const Place place{channel, string_member(act, "ts"), string_member(act, "ephemeral"),
                          string_member(act, "view_id")};
        return outcome(interactions_->press(person, place, string_member(act, "block_id"),
                                            string_member(act, "action_id"), member(act, "value"),
                                            member(act, "values")));
    }
    const std::string view = string_member(act, "view_id");
    if (what == "submit") return outcome(interactions_->submit(person, view, member(act, "values")));
    if (what == "close") return outcome(interactions_->close(person, view));
    const std::string callback = string_member(act, "callback_id");
    if (what == "shortcut") return outcome(interactions_->shortcut(person, callback));
    if (what == "message_shortcut") {
        return outcome(interactions_->message_shortcut(person, callback, channel, string_member(act, "ts")));
    }
    if (what == "open_home") {
        interactions_->open_home(person);
        return {{"ok", true}};
    }
    if (what == "dismiss") {
        const std::string ephemeral = string_member(act, "ephemeral");
        if (!ephemeral.empty()) workspace_->drop_ephemeral(ephemeral);
        if (act.contains("toast")) interactions_->toasts.erase(person);
        ++workspace_->revision;
        return {{"ok", true}};
    }
    if (what == "group") {
        const json& members = member(act, "members");
        if (string_member(act, "group").empty() || !members.is_array()) return failure("invalid_group");
        std::vector<std::string> ids;
        for (const auto& each : members) {
            if (each.is_string() && workspace_->people.contains(each.get<std::string>()))
                ids.push_back(each.get<std::string>());
        }
        workspace_->set_group(string_member(act, "group"), std::move(ids), clock_.now());
        return {{"ok", true}};
    }
    return speak(person, what, act);
}

json SlackService::speak(const std::string& person, const std::string& what, const json& act) {
    Channel* channel = workspace_->find_channel(string_member(act, "channel"));
    if (!channel) return failure("channel_not_found");
    const Time now = clock_.now();
    if (what == "join") {
        workspace_->add_member(*channel, person, "", now);
        return {{"ok", true}};
    }
    if (what == "leave") {
        workspace_->remove_member(*channel, person, now);
        return {{"ok", true}};
    }
    if (!channel->has(person)) return failure("not_in_channel");
    if (what == "read") {
        if (!channel->messages.empty()) channel->read_until[person] = channel->messages.rbegin()->first;
        ++workspace_->revision;
        return {{"ok", true}};
    }
    if (channel->archived) return failure("is_archived");
    const std::string text = string_member(act, "text");
    if (text.size() > max_typed) return failure("msg_too_long");
    if (what == "message") {
        if (text.empty()) return failure("no_text");
        Message message;
        message.user = person;
        message.text = escape_typed(*workspace_, text, false);
        message.thread_ts = string_member(act, "thread_ts");
        if (!message.thread_ts.empty() && !channel->messages.contains(message.thread_ts)) {
            return failure("thread_not_found");
        }
        return {{"ok", true}, {"ts", workspace_->post(*channel, std::move(message), now).ts}};
    }
    auto found = channel->messages.find(string_member(act, "ts"));
    if (found == channel->messages.end()) return failure("message_not_found");
    if (what == "edit" || what == "delete") {
        if (found->second.user != person) return failure("cant_" + what + "_message");
        if (what == "delete") {
            workspace_->erase(*channel, found->first, now);
        } else {
            workspace_->edit(*channel, found->second, escape_typed(*workspace_, text, false), std::nullopt,
                             now);
        }
        return {{"ok", true}};
    }
    if (what == "react" || what == "unreact") {
        const std::string name = string_member(act, "name");
        const bool add = what == "react";
        if (name.empty()) return failure("invalid_name");
        if (!workspace_->react(*channel, found->second, person, name, add, now)) {
            return failure(add ? "already_reacted" : "no_reaction");
        }
        return {{"ok", true}};
    }
    return failure("unknown_act");
}

}  // namespace tocsin::sandbox

#include "bot/sandbox/interactions.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

std::string lower_name(const Person& person) {
    return to_lower(person.name);
}

std::string channel_name(const Channel& channel) {
    if (channel.kind == Channel::Kind::direct) return "directmessage";
    return channel.is_private ? "privategroup" : channel.name;
}

}  // namespace

std::string Interactions::action_ts() const {
    const auto us = clock_.now().time_since_epoch().count();
    return fmt::format("{}.{:06}", us / 1'000'000, us % 1'000'000);
}

std::string Interactions::trigger(const std::string& user, const std::string& view) {
    return workspace_.triggers.issue(user, view, clock_.now());
}

std::string Interactions::response_url(ResponseLink link) {
    link.issued = clock_.now();
    return fmt::format("{}/response/{}", base_url, workspace_.response_links.issue(std::move(link)));
}

json Interactions::common(const std::string& user, std::string_view type) const {
    const Identity& identity = workspace_.identity;
    const std::string name = lower_name(workspace_.people.at(user));
    return {{"type", type},
            {"token", "sandbox"},
            {"team", {{"id", identity.team}, {"domain", identity.team_domain}}},
            {"user", {{"id", user}, {"username", name}, {"name", name}, {"team_id", identity.team}}},
            {"enterprise", nullptr},
            {"is_enterprise_install", false},
            {"api_app_id", identity.app}};
}

std::string Interactions::interactive(json payload, bool accepts_response, OnOutcome on_outcome) {
    return gateway_.deliver({"interactive", std::move(payload), accepts_response, std::move(on_outcome)});
}

void Interactions::warn(const std::string& user, std::string text) {
    toasts[user] = {workspace_.ids.number(), std::move(text)};
    ++workspace_.revision;
}

void Interactions::failed(const std::string& user, const std::string& what, Outcome outcome) {
    switch (outcome) {
        case Outcome::acknowledged:
            return;
        case Outcome::timed_out:
            return warn(user, fmt::format("{} failed with the error “operation_timeout”", what));
        case Outcome::unreachable:
            return warn(user, fmt::format("{} failed with the error “dispatch_failed”", what));
    }
}

Did Interactions::slash(const std::string& user, const std::string& channel_id, const std::string& typed) {
    const Channel* channel = workspace_.find_channel(channel_id);
    if (!channel || !workspace_.people.contains(user)) return std::unexpected("channel_not_found");
    const auto space = typed.find_first_of(" \n");
    const std::string command = typed.substr(0, space);
    const auto known = std::ranges::find_if(
        commands, [&](const json& each) { return string_member(each, "name") == command; });
    if (known == commands.end() && !commands.empty()) {
        warn(user, fmt::format("{} is not a valid command.", command));
        return std::unexpected("unknown_command");
    }
    const bool escape = known != commands.end() && bool_member(*known, "should_escape");
    const std::string text(trim(space == std::string::npos ? "" : std::string_view(typed).substr(space)));
    const Identity& identity = workspace_.identity;
    const json payload = {{"token", "sandbox"},
                          {"team_id", identity.team},
                          {"team_domain", identity.team_domain},
                          {"channel_id", channel->id},
                          {"channel_name", channel_name(*channel)},
                          {"user_id", user},
                          {"user_name", lower_name(workspace_.people.at(user))},
                          {"command", command},
                          {"text", escape ? escape_typed(workspace_, text, true) : text},
                          {"api_app_id", identity.app},
                          {"is_enterprise_install", "false"},
                          {"response_url", response_url({channel->id, user, "", "", "", {}, 0})},
                          {"trigger_id", trigger(user)}};
    return gateway_.deliver(
        {"slash_commands", payload, true,
         [this, user, id = channel->id, typed, command](Outcome outcome, const json& answer) {
             failed(user, command, outcome);
             if (outcome == Outcome::acknowledged) answer_command(user, id, typed, answer);
         }});
}

void Interactions::answer_command(const std::string& user, const std::string& channel_id,
                                  const std::string& typed, const json& payload) {
    if (!payload.is_object() || payload.empty()) return;
    Channel* channel = workspace_.find_channel(channel_id);
    if (!channel) return;
    const bool in_channel = string_member(payload, "response_type") == "in_channel";
    if (in_channel) {
        Message said;
        said.user = user;
        said.text = typed;
        workspace_.post(*channel, std::move(said), clock_.now());
        if (payload.size() == 1) return;
    }
    if (auto error = say({channel_id, user, "", "", "", {}, 0}, payload)) {
        const auto command = typed.substr(0, typed.find(' '));
        warn(user, fmt::format("{} failed with the error “{}”", command, *error));
    }
}

std::optional<Interactions::Target> Interactions::target_of(const std::string& user, const Place& place,
                                                            const json& typed) {
    Target target;
    if (!place.view.empty()) {
        View* view = workspace_.views.find(place.view);
        if (!view || view->user != user) return std::nullopt;
        view->values = state_values(view->body["blocks"], typed);
        target.blocks = &view->body["blocks"];
        target.container = {{"type", "view"}, {"view_id", view->id}};
        target.extras["view"] = view_json(workspace_, *view);
        target.view = view->id;
        return target;
    }
    Channel* channel = workspace_.find_channel(place.channel);
    if (!channel) return std::nullopt;
    ResponseLink link{channel->id, user, "", "", "", {}, 0};
    target.container = {{"type", "message"}, {"channel_id", channel->id}, {"is_ephemeral", false}};
    if (!place.ephemeral.empty()) {
        auto found = std::ranges::find(channel->ephemeral, place.ephemeral, &Ephemeral::id);
        if (found == channel->ephemeral.end() || found->user != user) return std::nullopt;
        target.blocks = &found->blocks;
        target.container["is_ephemeral"] = true;
        target.container["message_ts"] = found->ts;
        if (!found->thread_ts.empty()) target.container["thread_ts"] = found->thread_ts;
        link.ephemeral = found->id;
        link.thread_ts = found->thread_ts;
    } else {
        auto found = channel->messages.find(place.ts);
        if (found == channel->messages.end()) return std::nullopt;
        const Message& message = found->second;
        target.blocks = &message.blocks;
        target.container["message_ts"] = message.ts;
        if (!message.thread_ts.empty()) target.container["thread_ts"] = message.thread_ts;
        target.extras["message"] = message_json(workspace_, message);
        link.message_ts = message.ts;
        link.thread_ts = message.thread_ts;
    }
    target.extras["channel"] = {{"id", channel->id}, {"name", channel_name(*channel)}};
    target.extras["state"]["values"] = state_values(*target.blocks, typed);
    target.extras["response_url"] = response_url(std::move(link));
    return target;
}

Did Interactions::press(const std::string& user, const Place& place, const std::string& block_id,
                        const std::string& action_id, const json& value, const json& typed) {
    if (!workspace_.people.contains(user)) return std::unexpected("user_not_found");
    auto target = target_of(user, place, typed);
    if (!target) return std::unexpected("not_found");
    auto element = find_element(*target->blocks, block_id, action_id);
    if (!element) return std::unexpected("no_such_element");
    auto action = action_json(*element, value, offered_, action_ts());
    if (!action) return std::unexpected("no_such_value");
    json payload = common(user, "block_actions");
    payload["container"] = std::move(target->container);
    payload["trigger_id"] = trigger(user, target->view);
    payload["actions"] = json::array({std::move(*action)});
    payload.update(target->extras);
    return interactive(std::move(payload), false,
                       [this, user](Outcome outcome, const json&) { failed(user, "That", outcome); });
}

void Interactions::suggest(const std::string& user, const Place& place, const std::string& block_id,
                           const std::string& action_id, const std::string& typed, OnOptions on_options) {
    auto target = target_of(user, place, json::object());
    auto element = target ? find_element(*target->blocks, block_id, action_id) : std::nullopt;
    if (!element) return on_options(std::unexpected("no_such_element"));
    json payload = common(user, "block_suggestion");
    payload["container"] = std::move(target->container);
    payload["action_id"] = action_id;
    payload["block_id"] = element->block_id;
    payload["value"] = typed;
    payload.update(target->extras);
    payload.erase("response_url");
    interactive(std::move(payload), true, [this, on_options](Outcome outcome, const json& answer) {
        if (outcome != Outcome::acknowledged) return on_options(std::unexpected("operation_timeout"));
        auto problems = check_suggestions(answer);
        if (!problems.empty()) return on_options(std::unexpected(to_string(problems.front())));
        static constexpr std::size_t max_offered = 5000;
        if (offered_.size() > max_offered) offered_.clear();
        const auto remember = [this](const json& options) {
            for (const auto& each : options) offered_[string_member(each, "value")] = each;
        };
        if (answer.contains("options")) remember(answer["options"]);
        for (const auto& group : answer.value("option_groups", json::array())) remember(group["options"]);
        on_options(answer);
    });
}

Did Interactions::shortcut(const std::string& user, const std::string& callback_id) {
    if (!workspace_.people.contains(user)) return std::unexpected("user_not_found");
    json payload = common(user, "shortcut");
    payload.erase("api_app_id");
    payload["callback_id"] = callback_id;
    payload["trigger_id"] = trigger(user);
    payload["action_ts"] = action_ts();
    return interactive(std::move(payload), false,
                       [this, user](Outcome outcome, const json&) { failed(user, "The shortcut", outcome); });
}

Did Interactions::message_shortcut(const std::string& user, const std::string& callback_id,
                                   const std::string& channel_id, const std::string& ts) {
    Channel* channel = workspace_.find_channel(channel_id);
    if (!channel || !workspace_.people.contains(user)) return std::unexpected("channel_not_found");
    auto found = channel->messages.find(ts);
    if (found == channel->messages.end()) return std::unexpected("message_not_found");
    json payload = common(user, "message_action");
    payload["callback_id"] = callback_id;
    payload["trigger_id"] = trigger(user);
    payload["action_ts"] = action_ts();
    payload["message_ts"] = ts;
    payload["channel"] = {{"id", channel->id}, {"name", channel_name(*channel)}};
    payload["message"] = message_json(workspace_, found->second);
    if (found->second.is_reply()) payload["message"]["thread_ts"] = found->second.thread_ts;
    payload["response_url"] = response_url({channel->id, user, ts, "", found->second.thread_ts, {}, 0});
    return interactive(std::move(payload), false,
                       [this, user](Outcome outcome, const json&) { failed(user, "The shortcut", outcome); });
}

}  // namespace tocsin::sandbox

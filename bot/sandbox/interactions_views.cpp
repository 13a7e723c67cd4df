// Forms, Home and events: the part of Interactions that is about views and the Events API.
#include <fmt/format.h>

#include <algorithm>

#include "bot/sandbox/interactions.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

constexpr std::string_view trouble_connecting = "We had some trouble connecting. Try again?";

bool names_inputs_only(const json& blocks, const json& errors) {
    return std::ranges::all_of(errors.items(), [&](const auto& each) {
        return each.value().is_string() && std::ranges::any_of(blocks, [&](const json& block) {
                   return string_member(block, "type") == "input" &&
                          string_member(block, "block_id") == each.key();
               });
    });
}

}  // namespace

Did Interactions::submit(const std::string& user, const std::string& view_id, const json& typed) {
    View* view = workspace_.views.find(view_id);
    if (!view || view->user != user) return std::unexpected("not_found");
    view->values = state_values(view->body["blocks"], typed);
    view->errors = input_errors(view->body["blocks"], view->values);
    view->trouble.clear();
    ++workspace_.revision;
    if (!view->errors.empty()) return std::unexpected("invalid_input");
    view->busy = true;
    json payload = common(user, "view_submission");
    payload["trigger_id"] = trigger(user, view_id);
    payload["view"] = view_json(workspace_, *view);
    payload["response_urls"] = json::array();
    return interactive(std::move(payload), true, [this, user, view_id](Outcome outcome, const json& answer) {
        View* shown = workspace_.views.find(view_id);
        if (!shown) return;
        ++workspace_.revision;
        shown->busy = false;
        if (outcome == Outcome::acknowledged) return answer_submission(user, view_id, answer);
        shown->trouble = trouble_connecting;
    });
}

void Interactions::answer_submission(const std::string& user, const std::string& view_id,
                                     const json& payload) {
    View& view = *workspace_.views.find(view_id);
    const auto now_s = unix_seconds(clock_.now());
    const std::string action = string_member(payload, "response_action");
    if (action.empty()) return workspace_.views.close(view_id);
    if (action == "clear") return workspace_.views.close_stack(view_id);
    if (action == "errors") {
        const json& errors = member(payload, "errors");
        if (errors.is_object() && !errors.empty() && names_inputs_only(view.body["blocks"], errors)) {
            view.errors = errors;
            return;
        }
    }
    json body = member(payload, "view");
    const bool good_view = body.is_object() && check_view(body, refused_).empty() && body["type"] == "modal";
    if (good_view) {
        if (!member(body, "blocks").is_array()) body["blocks"] = json::array();
        add_block_ids(body["blocks"], [&] { return workspace_.ids.next("b"); });
    }
    if (action == "update" && good_view) {
        if (workspace_.views.update(workspace_.ids, view, std::move(body), "", now_s)) return;
    } else if (action == "push" && good_view) {
        if (workspace_.views.open(workspace_.ids, user, view_id, std::move(body), now_s)) return;
    }
    if (View* shown = workspace_.views.find(view_id)) shown->trouble = trouble_connecting;
}

Did Interactions::close(const std::string& user, const std::string& view_id) {
    View* view = workspace_.views.find(view_id);
    if (!view || view->user != user) return std::unexpected("not_found");
    const bool clear = bool_member(view->body, "clear_on_close");
    const bool notify = bool_member(view->body, "notify_on_close");
    json payload = common(user, "view_closed");
    payload["view"] = view_json(workspace_, *view);
    payload["is_cleared"] = clear;
    clear ? workspace_.views.close_stack(view_id) : workspace_.views.close(view_id);
    ++workspace_.revision;
    return notify ? Did(interactive(std::move(payload), false, {})) : Did(std::string());
}

void Interactions::open_home(const std::string& user) {
    json event = {{"type", "app_home_opened"},
                  {"user", user},
                  {"channel", workspace_.direct_with(user).id},
                  {"tab", "home"},
                  {"event_ts", action_ts()}};
    if (const View* home = workspace_.views.home_of(user)) event["view"] = view_json(workspace_, *home);
    workspace_.announce(std::move(event));
}

void Interactions::send_events() {
    const Identity& identity = workspace_.identity;
    for (auto& event : workspace_.take_events()) {
        json payload = {{"token", "sandbox"},
                        {"team_id", identity.team},
                        {"context_team_id", identity.team},
                        {"context_enterprise_id", nullptr},
                        {"api_app_id", identity.app},
                        {"type", "event_callback"},
                        {"event_id", workspace_.ids.next("Ev")},
                        {"event_time", unix_seconds(clock_.now())},
                        {"authorizations", json::array({{{"enterprise_id", nullptr},
                                                         {"team_id", identity.team},
                                                         {"user_id", identity.bot_user},
                                                         {"is_bot", true},
                                                         {"is_enterprise_install", false}}})},
                        {"is_ext_shared_channel", false},
                        {"event_context", "4-sandbox"}};
        payload["event"] = std::move(event);
        gateway_.deliver({"events_api", std::move(payload), false, {}});
    }
}

}  // namespace tocsin::sandbox

// views.*: forms and Home tabs.
#include "bot/sandbox/api.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

std::expected<json, ApiError> view_argument(const ApiCall& call, std::string_view type) {
    json view = call.structure("view");
    if (!view.is_object()) return refuse("invalid_arguments");
    if (view.dump(-1, ' ', false, json::error_handler_t::replace).size() > max_view_bytes) {
        return refuse("view_too_large");
    }
    auto problems = check_view(view, call.refused);
    if (problems.empty() && string_member(view, "type") != type) {
        problems.push_back({"must be a valid enum value", "/view/type"});
    }
    if (!problems.empty()) return std::unexpected(block_error("invalid_arguments", problems));
    if (!member(view, "blocks").is_array()) view["blocks"] = json::array();
    add_block_ids(view["blocks"], [&] { return call.workspace.ids.next("b"); });
    return view;
}

ApiAnswer answer_with(const ApiCall& call, const Views::Result& view) {
    if (!view) return refuse(view.error());
    ++call.workspace.revision;
    json answer = json::object();
    answer["view"] = view_json(call.workspace, **view);
    return answer;
}

ApiAnswer open(const ApiCall& call, bool push) {
    auto view = view_argument(call, "modal");
    if (!view) return std::unexpected(view.error());
    auto trigger = call.workspace.triggers.exchange(call.text("trigger_id"), call.now);
    if (!trigger) return refuse(trigger.error());
    if (push && trigger->view.empty()) return refuse("invalid_trigger_id");
    return answer_with(call,
                       call.workspace.views.open(call.workspace.ids, trigger->user, push ? trigger->view : "",
                                                 std::move(*view), unix_seconds(call.now)));
}

ApiAnswer update(const ApiCall& call) {
    auto body = view_argument(call, "modal");
    if (!body) return std::unexpected(body.error());
    View* view = call.has("view_id") ? call.workspace.views.find(call.text("view_id"))
                                     : call.workspace.views.find_external(call.text("external_id"));
    if (!view) return refuse("not_found");
    return answer_with(call, call.workspace.views.update(call.workspace.ids, *view, std::move(*body),
                                                         call.text("hash"), unix_seconds(call.now)));
}

ApiAnswer publish(const ApiCall& call) {
    auto body = view_argument(call, "home");
    if (!body) return std::unexpected(body.error());
    const std::string user = call.text("user_id");
    if (!call.workspace.people.contains(user)) return refuse("user_not_found");
    return answer_with(call, call.workspace.views.publish(call.workspace.ids, user, std::move(*body),
                                                          call.text("hash"), unix_seconds(call.now)));
}

}  // namespace

void add_view_methods(ApiMethods& methods) {
    methods["views.open"] = {[](const ApiCall& call) { return open(call, false); }, Tier::four};
    methods["views.push"] = {[](const ApiCall& call) { return open(call, true); }, Tier::four};
    methods["views.update"] = {update, Tier::four};
    methods["views.publish"] = {publish, Tier::four};
}

}  // namespace tocsin::sandbox

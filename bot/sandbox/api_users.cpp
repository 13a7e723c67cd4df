// users.*, usergroups.*, auth.test and blocks.validate.
#include "bot/sandbox/api.h"
#include "bot/sandbox/slack_json.h"

namespace tocsin::sandbox {

namespace {

ApiAnswer auth_test(const ApiCall& call) {
    const Identity& identity = call.workspace.identity;
    return json{
        {"url", call.base_url + "/"}, {"team", identity.team_name},   {"user", "tocsin"},
        {"team_id", identity.team},   {"user_id", identity.bot_user}, {"bot_id", identity.bot},
        {"app_id", identity.app},     {"app_name", "Tocsin"},         {"is_enterprise_install", false}};
}

ApiAnswer user_info(const ApiCall& call) {
    auto person = call.workspace.people.find(call.text("user"));
    if (person == call.workspace.people.end()) return refuse("user_not_found");
    json answer = json::object();
    answer["user"] = user_json(call.workspace, person->second);
    return answer;
}

ApiAnswer user_list(const ApiCall& call) {
    std::vector<json> members;
    for (const auto& [id, person] : call.workspace.people)
        members.push_back(user_json(call.workspace, person));
    json answer = page_of(call, "members", members, 200);
    answer["cache_ts"] = unix_seconds(call.now);
    return answer;
}

ApiAnswer user_by_email(const ApiCall& call) {
    const std::string email = call.text("email");
    for (const auto& [id, person] : call.workspace.people) {
        if (person.email != email || email.empty() || person.deactivated) continue;
        json answer = json::object();
        answer["user"] = user_json(call.workspace, person);
        return answer;
    }
    return refuse("users_not_found");
}

ApiAnswer group_list(const ApiCall& call) {
    json groups = json::array();
    for (const auto& group : call.workspace.groups) groups.push_back(group_json(group, Time{}));
    json answer = json::object();
    answer["usergroups"] = std::move(groups);
    return answer;
}

ApiAnswer group_users(const ApiCall& call) {
    for (const auto& group : call.workspace.groups) {
        if (group.id == call.text("usergroup")) return json{{"users", group.members}};
    }
    return refuse("no_such_subteam");
}

ApiAnswer validate(const ApiCall& call) {
    const int given = int(call.has("blocks")) + int(call.has("view")) + int(call.has("message"));
    if (given != 1) return refuse("invalid_arguments");
    std::vector<Problem> problems;
    if (call.has("view")) {
        problems = check_view(call.structure("view"), call.refused);
    } else {
        const json blocks =
            call.has("blocks") ? call.structure("blocks") : member(call.structure("message"), "blocks");
        if (!blocks.is_array()) return refuse("invalid_blocks_format");
        problems = check_blocks(blocks, Surface::message, call.refused);
    }
    if (!problems.empty()) return std::unexpected(block_error("invalid_blocks", problems));
    return json::object();
}

}  // namespace

void add_user_methods(ApiMethods& methods) {
    methods["auth.test"] = {auth_test, Tier::special};
    methods["users.info"] = {user_info, Tier::four};
    methods["users.list"] = {user_list, Tier::two};
    methods["users.lookupByEmail"] = {user_by_email, Tier::three};
    methods["usergroups.list"] = {group_list, Tier::two};
    methods["usergroups.users.list"] = {group_users, Tier::two};
    methods["blocks.validate"] = {validate, Tier::special};
}

}  // namespace tocsin::sandbox

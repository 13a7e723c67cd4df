#include "bot/engine/groups.h"

#include "bot/base/foreign_json.h"

namespace tocsin::engine {

void ask_for_groups(Workbench& bench) {
    for (const auto& group : groups_in(bench.rules())) ask_for_group(bench, group);
}

void ask_for_group(Workbench& bench, const UserGroupId& group) {
    if (!groups_in(bench.rules()).contains(group)) return;
    bench.send(outgoing::Call{std::string(group_method), JsonText::object({{"usergroup", group.str()}})},
               storage::Priority::answer);
}

void take_group(Workbench& bench, const outgoing::Call& wish, const nlohmann::json& body) {
    const auto users = body.find("users");
    if (users == body.end() || !users->is_array()) return;
    std::set<UserId> members;
    for (const auto& user : *users) {
        if (user.is_string()) members.insert(UserId{user.get<std::string>()});
    }
    bench.state().groups.learn(group_of(wish), std::move(members), bench.now());
}

UserGroupId group_of(const outgoing::Call& wish) {
    if (wish.method != group_method) return {};
    return UserGroupId{text_of(nlohmann::json::parse(wish.arguments.text(), nullptr, false), "usergroup")};
}

}  // namespace tocsin::engine

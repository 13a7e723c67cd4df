#include "bot/core/groups.h"

#include <utility>

namespace tocsin {

void Groups::learn(const UserGroupId& group, std::set<UserId> members, Time read) {
    readings_[group] = {std::move(members), read};
}

Groups::Membership Groups::of(const UserId& user, const std::vector<UserGroupId>& groups, Time now) const {
    bool all_read = true;
    for (const auto& group : groups) {
        const auto reading = readings_.find(group);
        if (reading != readings_.end() && reading->second.members.contains(user)) return Membership::in;
        all_read = all_read && reading != readings_.end() && now - reading->second.at <= groups_believed_for;
    }
    return all_read ? Membership::out : Membership::unknown;
}

const std::set<UserId>& Groups::members(const UserGroupId& group) const {
    static const std::set<UserId> nobody;
    const auto reading = readings_.find(group);
    return reading == readings_.end() ? nobody : reading->second.members;
}

std::set<UserGroupId> groups_in(const Rules& rules) {
    return {rules.may_declare_sev1.begin(), rules.may_declare_sev1.end()};
}

}  // namespace tocsin

// Who belongs to which Slack user group, as Slack said last. Plain data in memory, bounded by the groups that
// the rules name; asking Slack, and when, is the engine's business.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "bot/core/rules.h"

namespace tocsin {

inline constexpr Duration groups_read_every = 10min;
inline constexpr Duration groups_believed_for = 25min;  // two readings may fail before nobody can say

class Groups {
  public:
    enum class Membership { in, out, unknown };

    void learn(const UserGroupId& group, std::set<UserId> members, Time read);

    // `in` one of them, by the last reading however old; `out` of all when each was read lately; else
    // unknown.
    Membership of(const UserId& user, const std::vector<UserGroupId>& groups, Time now) const;

    // By the last reading; empty while there was none.
    const std::set<UserId>& members(const UserGroupId& group) const;

    struct Reading {
        std::set<UserId> members;
        Time at;
    };
    const std::map<UserGroupId, Reading>& readings() const { return readings_; }

  private:
    std::map<UserGroupId, Reading> readings_;
};

// Those whose members the rules ask for.
std::set<UserGroupId> groups_in(const Rules& rules);

}  // namespace tocsin

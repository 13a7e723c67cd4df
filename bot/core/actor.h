// Who does something or is meant by it. How people are called in which medium is not here.
#pragma once

#include <string>
#include <vector>

#include "bot/base/ids.h"

namespace tocsin {

// Tocsin itself has neither user nor person nor name; a program with a token has its name alone.
struct Actor {
    UserId user;        // in Slack; empty: has no account there
    std::string name;   // as known at that time, for media without mentions
    PersonId person{};  // of the configuration; empty: not configured

    bool is_somebody() const { return !user.empty() || !person.empty(); }
    bool operator==(const Actor&) const = default;
};

// The same human, also where one side knows only the Slack account or only the name of the configuration.
// Nobody is not the same as nobody.
inline bool is_same(const Actor& a, const Actor& b) {
    if (!a.user.empty() && !b.user.empty()) return a.user == b.user;
    return !a.person.empty() && a.person == b.person;
}

inline bool is_among(const std::vector<Actor>& people, const Actor& who) {
    for (const auto& one : people) {
        if (is_same(one, who)) return true;
    }
    return false;
}

}  // namespace tocsin

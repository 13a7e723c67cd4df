// Who may use the HTTP API: a token that a program carries, what it may do with it, and as whom it acts. How
// a request carries it is bot/web's business.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/secret.h"

namespace tocsin {

enum class Scope {
    read,     // look at incidents and shifts
    declare,  // declare incidents
    act,      // change incidents, send test pages
    admin,    // copy the store, which has every private incident in it
};

std::string_view key_of(Scope scope);  // admin

struct ApiToken {
    std::string name;
    Secret token;
    std::vector<Scope> scopes;
    PersonId person;  // may be empty

    bool may(Scope scope) const { return std::ranges::find(scopes, scope) != scopes.end(); }
    bool operator==(const ApiToken&) const = default;
};

}  // namespace tocsin

// What is known of a Slack user, and the one question templates ask: how is this person called. Where it
// comes from (configuration, Slack) is not here.
#pragma once

#include <string>

#include "bot/base/ids.h"

namespace tocsin {

struct SlackUser {
    UserId id;
    std::string name;      // display name
    std::string timezone;  // IANA
    bool guest = false;    // restricted, ultra-restricted or of another workspace
    bool bot = false;
    bool deactivated = false;
    bool operator==(const SlackUser&) const = default;
};

class Directory {
  public:
    virtual ~Directory() = default;
    virtual SlackUser user(const UserId& id) const = 0;  // unknown users have their ID as name and UTC
};

}  // namespace tocsin

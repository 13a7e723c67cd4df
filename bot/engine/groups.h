// Keeps what is known of Slack's user groups fresh: which are asked about, and what the answers say. Who uses
// it for what is decided in bot/core.
#pragma once

#include <nlohmann/json.hpp>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

inline constexpr std::string_view group_method = "usergroups.users.list";

// Asks for the members of every group that the rules name, or of this one if they name it.
void ask_for_groups(Workbench& bench);
void ask_for_group(Workbench& bench, const UserGroupId& group);

// The answer to it.
void take_group(Workbench& bench, const outgoing::Call& wish, const nlohmann::json& body);

// The group that a call asks for; empty: it asks for something else.
UserGroupId group_of(const outgoing::Call& wish);

}  // namespace tocsin::engine

// Environment variables inside scalars: ${NAME} and ${NAME:-default}. It happens after parsing, so that a
// value can never become a key or a list, and once, so that a value is not read again.
#pragma once

#include "bot/config/document.h"
#include "bot/config/load.h"

namespace tocsin::config {

inline constexpr std::size_t longest_expanded_text = 64 * 1024;  // bytes of one scalar

// Replaces in every scalar below `node`; a variable that is not set and has no default leaves nothing behind
// and is named in the scalar's `unset`. `written` keeps the text as it stands in the file.
void expand(Node& node, const Environment& environment);

// Puts SLACK_APP_TOKEN, SLACK_BOT_TOKEN and SLACK_API_URL, where they are set, in the place of what is
// written.
void let_environment_win(Node& root, const Environment& environment);

}  // namespace tocsin::config

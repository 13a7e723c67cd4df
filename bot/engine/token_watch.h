// Whether Slack takes the bot token (reliability.md F35); its events come without one. auth.test decides, for
// other calls may be refused alone. While it is refused that question alone is asked, now and then, every
// other call waits, and the admins are told by text and phone. Only of a bot that really runs.
#pragma once

#include <string_view>

#include "bot/engine/workbench.h"

namespace tocsin::engine {

inline constexpr std::string_view token_method = "auth.test";
inline constexpr std::string_view token_timer = "token";  // and its kind
inline constexpr Duration token_asked_every = 1min;

void ask_who_we_are(Workbench& bench);
void token_changed(Workbench& bench);  // to another one, which is asked about
// Nothing else is asked while it is refused: the question may not get lost.
void see_that_token_is_asked_after(Workbench& bench);

// By the last answer.
bool is_token_refused(Workbench& bench);

// Slack refused this method for the token it came with. How long it waits.
Duration after_auth_error(Workbench& bench, std::string_view method);
void token_taken(Workbench& bench);       // auth.test was answered
void fire_token_timer(Workbench& bench);  // it has been refused for a while

}  // namespace tocsin::engine

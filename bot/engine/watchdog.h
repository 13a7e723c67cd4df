// Whether the bot is heard and hears (reliability.md F32 to F35, O13): a heartbeat to somebody outside, our
// own message through Slack and back when nothing else comes, new sockets when it does not, and a text and a
// call to the admins when Slack is away. Only of a bot that really runs.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

// By text, and by a call where it must not wait.
void tell_admins(Workbench& bench, const std::string& text, bool by_phone_too);
// Each directly; false: none has an account there.
bool tell_admins_in_slack(Workbench& bench, const std::string& text);
// The same, and where none has one, in the incidents channel.
void tell_somebody_in_slack(Workbench& bench, const std::string& text);
// The same by both, and where no admin is reached so, in Slack: to each directly, and in the incidents
// channel.
void tell_admins_surely(Workbench& bench, const std::string& text);

void heard_from_slack(State& state, Time now);  // an envelope came
void sockets_changed(State& state, int live, Time now);

void set_watchdog_timer(const State& state, storage::Tx& tx);  // at start and after a reload
void fire_watchdog(Workbench& bench);                          // the timer "watchdog" is due

}  // namespace tocsin::engine

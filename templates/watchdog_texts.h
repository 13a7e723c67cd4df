// What Tocsin says when Slack does not carry what it says, and of what it says late because of that. When it
// does so is the engine's business.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/time.h"
#include "bot/core/escalation.h"
#include "bot/slack/message.h"
#include "templates/timeline.h"

namespace tocsin::templates {

// The bot's own message, edited each time: it has to come back.
slack::Message echo_message(Time now);

// To an admin, by text and by phone: one segment of GSM-7.
std::string slack_away_text(Time since, Time now);
std::string slack_back_text(Time since, Time now);

// The bot token; Slack's events may come all the while.
std::string token_refused_text(Time since, Time now);
std::string token_taken_text(Time now);

std::string alarm_lost_text(const std::string& incident);  // INC-42: nobody is paged for it any more
std::string providers_fail_text(const std::string& incident, Means page);  // none has taken it for a minute
// What is left at a provider, in its currency (USD), of what there was after the last top-up.
std::string low_balance_text(std::string_view provider, double left, double most, std::string_view currency);
std::string lost_store_text(std::string_view host);
// Calls and texts of today, at 80 % of `paging.daily_limit` and at all of it.
std::string spending_text(int count, int limit);
std::string no_balance_text(std::string_view provider, double left, std::string_view currency);
std::string absurd_clock_text(Time now);  // it cannot be true
// The store was not worked on since `seen`, or the clock is wrong.
std::string deletions_wait_text(Time seen, Time now, Time until);
std::string disk_full_text();
std::string disk_has_room_text();
std::string zones_lost_text(std::string_view zones, std::string_view replica);  // their data, on its machine
// Two processes on one store, by their names.
std::string different_configurations_text(std::string_view one, std::string_view other);
// The bot died on it, by its name in the log and whom it is about, until it was put away.
std::string put_away_text(std::string_view item);
std::string failing_text(std::string_view item);  // likewise, it throws

// A sentence why; for Slack.
std::string configuration_refused(std::string_view reason);

// The message with a line about when it was said.
slack::Message said_earlier(slack::Message message, Time at, Time now);

// What happened between these instants, in one message.
slack::Message said_while_away(const std::vector<TimelineLine>& lines, Time from, Time until, Time now);

}  // namespace tocsin::templates

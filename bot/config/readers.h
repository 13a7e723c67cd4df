// From sections to values: one reader for each part of the configuration. They trust the checker and decide
// nothing but defaults.
#pragma once

#include "bot/config/configuration.h"
#include "bot/config/section.h"

namespace tocsin::config {

Slack read_slack(const Section& root);
Storage read_storage(const Section& root);
Http read_http(const Section& root);
Paging read_paging(const Section& root);
Watchdog read_watchdog(const Section& root);
Emoji read_emoji(const Section& root);
Retention read_retention(const Section& root);
Log read_log(const Section& root);
Alerts read_alerts(const Section& root);
// Notes which conditions stand in the text of the configuration on one line and without escapes.
void locate_conditions(std::string_view text, std::vector<AlertRule>& rules);
std::map<std::string, Tracker> read_trackers(const Section& root);
PostMortems read_post_mortems(const Section& root);
std::optional<StatusPage> read_status_page(const Section& root);

// Without `severities`, `escalation_policies` and `reminders` those of default_rules() stay.
Rules read_rules(const Section& root);
Schedule read_schedule(const Section& schedule, const std::string& timezone);

}  // namespace tocsin::config

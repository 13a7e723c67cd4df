// The alarm when the bot does not start because its store is damaged or gone: no engine of that store can
// tell anybody, so one whose store is in memory does.
#pragma once

#include "bot/base/time.h"
#include "bot/config/configuration.h"

namespace tocsin::app {

// Tells the admins by text and phone, and in Slack where they have neither; returns when that has left or
// after 15 seconds. A service is started again every second: where they were told within the hour, by a
// mark beside the store, or the mark cannot be written, nobody is told.
void alarm_of_lost_store(const Clock& clock, const config::Configuration& configuration);

}  // namespace tocsin::app

// How the sandbox's bot reaches people outside Slack: through the stand-in for the phone company and the
// mailboxes on the page, whatever the configuration says. Nothing leaves the machine.
#pragma once

#include <string>
#include <vector>

#include "bot/config/configuration.h"
#include "bot/sandbox/phones.h"

namespace tocsin::app {

std::vector<sandbox::PhoneOwner> phone_owners(const config::Configuration& configuration);

// Takes every provider out and puts the stand-in's in, with the bot's own listener on a free port of this
// machine for its callbacks. `api_url`: where the stand-in answers for Twilio.
void page_through_stand_in(config::Configuration& configuration, const std::string& api_url,
                           const sandbox::PhoneAccount& account);

}  // namespace tocsin::app

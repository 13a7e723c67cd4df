// The channels of a configuration: its providers as bot/channels makes them, and the mail server. What is
// sent through them is the engine's business.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/channels/registry.h"
#include "bot/channels/smtp_session.h"
#include "bot/config/configuration.h"

namespace tocsin::app {

struct Channels {
    channels::Registry registry;
    std::optional<channels::SmtpServer> mail_server;  // none: no smtp, or its URL cannot be read
    std::vector<std::string> problems;                // sentences: providers left out, and why
};

// A provider whose secret is missing or no good is left out, so that the others work.
Channels make_channels(const config::Configuration& configuration);

}  // namespace tocsin::app

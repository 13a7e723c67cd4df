// Webhooks of the operator's own that no request would reach: they lead outside, or to this machine where the
// address says so. Said before a page is lost to it; how the rule is kept is bot/net's business.
#pragma once

#include <string>
#include <vector>

#include "bot/config/configuration.h"
#include "bot/config/finding.h"
#include "bot/net/system_lookup.h"

namespace tocsin::app {

// Addresses that are written as numbers; nothing is looked up.
std::vector<config::Finding> check_webhooks(const config::Configuration& configuration);

struct WebhookSeen {
    std::string key;  // "paging.providers.webhook.url"
    bool reached = false;
    std::string detail;
};

// Looks every webhook's name up, and may take as long as that takes. Nothing is sent.
std::vector<WebhookSeen> look_up_webhooks(const config::Configuration& configuration,
                                          const net::Resolver::LookUp& look_up = net::look_up_by_system);

}  // namespace tocsin::app

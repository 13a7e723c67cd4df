#include "bot/app/own_addresses.h"

#include <array>

#include "bot/alerts/sns.h"
#include "bot/base/text.h"
#include "bot/net/url.h"

namespace tocsin::app {
namespace {

// What the adapters ask where no base_url says otherwise. Whoever chose the product chose its address, also
// where a network leads the name through a machine of its own.
constexpr std::array of_products{"https://api.twilio.com",         "https://studio.twilio.com",
                                 "https://api.nexmo.com",          "https://ntfy.sh",
                                 "https://api.pushover.net",       "https://events.pagerduty.com",
                                 "https://uptime.betterstack.com", "https://api.statuspage.io",
                                 "https://api.github.com",         "https://gitlab.com",
                                 "https://api.linear.app"};

}  // namespace

void OwnAddresses::learn(const config::Configuration& configuration) {
    for (const char* product : of_products) add(product);
    for (const auto& [name, provider] : configuration.paging.providers) {
        if (name == "webhook") {
            add_webhook(provider.base_url);
            continue;
        }
        add(provider.base_url);
        add(provider.studio_url);
    }
    for (const auto& [name, tracker] : configuration.trackers) add(tracker.base_url);
    if (configuration.status_page)
        for (const auto& push : configuration.status_page->push) add(push.base_url);
    add_webhook(configuration.post_mortems.to.webhook);
    add(configuration.watchdog.heartbeat_url);
}

Reach OwnAddresses::reach_of(const std::string& url) const {
    const auto parsed = net::parse_url(url);
    const bool known = parsed && origins_.contains({parsed->tls, to_lower(parsed->host), parsed->port});
    return known || alerts::is_sns_address(url) ? Reach::anywhere : Reach::outside;
}

void OwnAddresses::add(const std::string& url) {
    if (const auto parsed = net::parse_url(url))
        origins_.emplace(parsed->tls, to_lower(parsed->host), parsed->port);
}

void OwnAddresses::add_webhook(const std::string& url) {
    const auto parsed = net::parse_url(url);
    if (parsed && net::is_loopback(parsed->host)) add(url);
}

}  // namespace tocsin::app

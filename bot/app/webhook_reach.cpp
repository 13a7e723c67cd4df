#include "bot/app/webhook_reach.h"

#include <fmt/format.h>
#include <netdb.h>

#include <optional>

#include "bot/net/public_address.h"
#include "bot/net/url.h"

namespace tocsin::app {
namespace {

using net::Resolver;

struct Webhook {
    std::string key;
    net::Url url;
};

std::vector<Webhook> webhooks_of(const config::Configuration& configuration) {
    std::vector<Webhook> found;
    const auto add = [&](std::string key, const std::string& address) {
        if (auto url = net::parse_url(address)) found.push_back({std::move(key), std::move(*url)});
    };
    const auto& providers = configuration.paging.providers;
    if (const auto webhook = providers.find("webhook"); webhook != providers.end())
        add("paging.providers.webhook.url", webhook->second.base_url);
    add("post_mortems.export.webhook.url", configuration.post_mortems.to.webhook);
    return found;
}

// As the system reads it where it is a number: also octal, hexadecimal and short.
bool is_number(const std::string& host) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
    freeaddrinfo(found);
    return true;
}

std::optional<std::string> first_inside(const Resolver::Lookup& lookup) {
    for (const auto& address : lookup.addresses)
        if (!net::is_public(address)) return address.to_string();
    return std::nullopt;
}

constexpr const char* way_out =
    "put a proxy on this machine in front of it and write its address, as in http://127.0.0.1:8090/hook";

}  // namespace

std::vector<config::Finding> check_webhooks(const config::Configuration& configuration) {
    std::vector<config::Finding> findings;
    for (const auto& [key, url] : webhooks_of(configuration)) {
        if (net::is_loopback(url.host) || !is_number(url.host)) continue;
        if (!first_inside(net::look_up_by_system(url.host))) continue;
        findings.push_back(config::error_at(
            {}, fmt::format("{} leads to {}, which is no public address", key, url.host),
            "webhooks are sent to public addresses and to this machine alone, so nothing would arrive",
            way_out));
    }
    return findings;
}

std::vector<WebhookSeen> look_up_webhooks(const config::Configuration& configuration,
                                          const Resolver::LookUp& look_up) {
    std::vector<WebhookSeen> all;
    for (const auto& [key, url] : webhooks_of(configuration)) {
        if (net::is_loopback(url.host)) {
            all.push_back({key, true, "leads to this machine"});
            continue;
        }
        const auto lookup = look_up(url.host);
        const auto inside = first_inside(lookup);
        if (lookup.addresses.empty())
            all.push_back({key, false, fmt::format("{} has no address: {}", url.host, lookup.error)});
        else if (inside)
            all.push_back(
                {key, false,
                 fmt::format("{} is at {}, which is no public address, and nothing would be sent: {}",
                             url.host, *inside, way_out)});
        else
            all.push_back({key, true, fmt::format("{} is at public addresses alone", url.host)});
    }
    return all;
}

}  // namespace tocsin::app

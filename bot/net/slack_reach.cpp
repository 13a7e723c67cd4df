#include "bot/net/slack_reach.h"

#include "bot/base/text.h"
#include "bot/net/url.h"

namespace tocsin::net {
namespace {

std::string host_of(const std::string& url) {
    const auto parsed = parse_url(url);
    return parsed ? to_lower(parsed->host) : "";
}

}  // namespace

SlackReach::SlackReach(const std::string& api_url) : slack_host_(host_of(api_url)) {}

// Slack and what lies below its name; a stand-in on this machine hands out addresses on this machine.
Reach SlackReach::of(const std::string& url) const {
    const auto host = host_of(url);
    if (slack_host_.empty() || host.empty()) return Reach::outside;
    const bool its_own = is_loopback(slack_host_) ? is_loopback(host)
                                                  : host == slack_host_ || host.ends_with("." + slack_host_);
    return its_own ? Reach::anywhere : Reach::outside;
}

}  // namespace tocsin::net

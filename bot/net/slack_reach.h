// How far an address may lead that Slack hands out: response URLs, places for files, the WebSocket. To Slack
// itself wherever that is, else outside. What the operator's configuration names is bot/app's to say.
#pragma once

#include <string>

#include "bot/base/reach.h"

namespace tocsin::net {

class SlackReach {
  public:
    explicit SlackReach(const std::string& api_url);
    Reach of(const std::string& url) const;

  private:
    const std::string slack_host_;
};

}  // namespace tocsin::net

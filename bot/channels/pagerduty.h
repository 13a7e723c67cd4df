// Hands an incident over to PagerDuty and tells it of acknowledgment and resolution: Events API v2.
#pragma once

#include <string>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct PagerdutySettings {
    std::string base_url = "https://events.pagerduty.com";
    Secret routing_key;
};

class Pagerduty final : public Channel {
  public:
    explicit Pagerduty(PagerdutySettings settings) : settings_(std::move(settings)) {}

    std::string_view provider() const override { return "pagerduty"; }
    bool carries(Means means) const override { return means == Means::pagerduty; }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;

  private:
    PagerdutySettings settings_;
};

}  // namespace tocsin::channels

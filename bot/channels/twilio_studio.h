// Calls through a Twilio Studio flow: keys without an inbound endpoint. The flow is drawn once in Twilio's
// console; docs/configuration.md says how. Its execution is started here and asked about until it ends.
#pragma once

#include "bot/channels/twilio.h"

namespace tocsin::channels {

class TwilioStudio final : public Channel {
  public:
    // With a studio_flow.
    explicit TwilioStudio(TwilioAccount account) : account_(std::move(account)) {}

    std::string_view provider() const override { return "twilio"; }
    bool carries(Means means) const override { return means == Means::phone; }
    bool hears_keys() const override { return true; }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;
    std::optional<Request> stop(const std::string& id, const Attempt& attempt) const override;
    std::vector<Request> ask(const std::string& id, const Attempt& attempt) const override;
    std::vector<Report> reports(const Answer& answer, const std::string& id) const override;

  private:
    std::string executions() const;

    TwilioAccount account_;
};

}  // namespace tocsin::channels

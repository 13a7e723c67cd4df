// Texts through Vonage's Messages API. Replies need an inbound endpoint: Vonage cannot be asked for them.
#pragma once

#include "bot/channels/vonage.h"

namespace tocsin::channels {

class VonageSms final : public Channel {
  public:
    explicit VonageSms(VonageAccount account) : account_(std::move(account)) {}

    std::string_view provider() const override { return "vonage"; }
    bool carries(Means means) const override { return means == Means::sms; }
    bool calls_back() const override { return !account_.callback_url.empty(); }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;

    std::vector<std::string_view> callback_paths() const override;
    Expected<std::vector<Report>> callback(const Incoming& incoming) const override;

  private:
    VonageAccount account_;
};

}  // namespace tocsin::channels

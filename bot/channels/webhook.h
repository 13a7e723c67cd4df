// Any other gateway, by Standard Webhooks: texts, calls, mails and whole incidents as JSON, and what became
// of them called back the same way (docs/configuration.md describes the messages).
#pragma once

#include "bot/channels/standard_webhooks.h"

namespace tocsin::channels {

struct WebhookSettings {
    std::string url;
    StandardWebhooks scheme;
    bool called_back = false;  // http.public_url is set
};

class Webhook final : public Channel {
  public:
    explicit Webhook(WebhookSettings settings) : settings_(std::move(settings)) {}

    std::string_view provider() const override { return "webhook"; }
    bool carries(Means means) const override;
    bool calls_back() const override { return settings_.called_back; }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;

    std::vector<std::string_view> callback_paths() const override;
    Expected<std::vector<Report>> callback(const Incoming& incoming) const override;

  private:
    WebhookSettings settings_;
};

}  // namespace tocsin::channels

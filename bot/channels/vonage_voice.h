// Calls through Vonage. The call takes its first words along; keys need an inbound endpoint.
#pragma once

#include "bot/channels/vonage.h"

namespace tocsin::channels {

class VonageVoice final : public Channel {
  public:
    explicit VonageVoice(VonageAccount account) : account_(std::move(account)) {}

    std::string_view provider() const override { return "vonage"; }
    bool carries(Means means) const override { return means == Means::phone; }
    bool calls_back() const override { return !account_.callback_url.empty(); }
    bool hears_keys() const override { return !account_.callback_url.empty(); }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;
    std::optional<Request> stop(const std::string& id, const Attempt& attempt) const override;
    std::vector<Request> ask(const std::string& id, const Attempt& attempt) const override;
    std::vector<Report> reports(const Answer& answer, const std::string& id) const override;

    std::vector<std::string_view> callback_paths() const override;
    Expected<std::vector<Report>> callback(const Incoming& incoming) const override;
    HttpAnswer say(const Speech& speech, const KeyPressed& heard) const override;

  private:
    nlohmann::json actions(const Speech& speech, const std::string& token, int silence) const;

    VonageAccount account_;
};

}  // namespace tocsin::channels

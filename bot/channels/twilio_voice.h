// Calls through Twilio. With an inbound endpoint the call of a page asks the bot what to say and brings the
// keys; without one, or without a token to ask with (a code, an alarm), it says its sentences and hears
// nothing. Keys without an endpoint: twilio_studio.h.
#pragma once

#include "bot/channels/twilio.h"

namespace tocsin::channels {

class TwilioVoice final : public Channel {
  public:
    explicit TwilioVoice(TwilioAccount account) : account_(std::move(account)) {}

    std::string_view provider() const override { return "twilio"; }
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
    HttpAnswer taken() const override;

  private:
    TwilioAccount account_;
};

// Of a call's state: what it means, if anything. A machine that answered is voicemail.
std::vector<Report> twilio_call_reports(const std::string& id, std::string_view status,
                                        std::string_view answered_by, int sip_code);

}  // namespace tocsin::channels

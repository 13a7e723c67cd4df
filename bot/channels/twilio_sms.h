// Texts through Twilio, and the answers to them: called back, or fetched where nothing can call in. The
// account's balance is asked for here, for calls too.
#pragma once

#include "bot/channels/twilio.h"

namespace tocsin::channels {

class TwilioSms final : public Channel {
  public:
    explicit TwilioSms(TwilioAccount account) : account_(std::move(account)) {}

    std::string_view provider() const override { return "twilio"; }
    bool carries(Means means) const override { return means == Means::sms; }
    bool calls_back() const override { return !account_.callback_url.empty(); }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;
    std::vector<Request> ask(const std::string& id, const Attempt& attempt) const override;
    std::optional<Request> ask_replies(Time since) const override;
    std::optional<Request> next_page(const Answer& answer) const override;
    std::vector<Report> reports(const Answer& answer, const std::string& id) const override;
    std::optional<Request> ask_balance(const Attempt& attempt) const override;
    std::optional<Balance> balance(const Answer& answer) const override;

    std::vector<std::string_view> callback_paths() const override;
    Expected<std::vector<Report>> callback(const Incoming& incoming) const override;
    HttpAnswer taken() const override;

  private:
    TwilioAccount account_;
};

}  // namespace tocsin::channels

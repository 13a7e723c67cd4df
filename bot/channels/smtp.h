// E-mail as a channel: what is sent, and what the server's reply means. The dialogue is in smtp_session.h.
#pragma once

#include "bot/base/contact.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct SmtpSettings {
    Mailbox from;
};

class Smtp final : public Channel {
  public:
    explicit Smtp(SmtpSettings settings) : settings_(std::move(settings)) {}

    std::string_view provider() const override { return "smtp"; }
    bool carries(Means means) const override { return means == Means::email; }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;

  private:
    SmtpSettings settings_;
};

}  // namespace tocsin::channels

// Push messages through ntfy. Its button posts "ack TOKEN" to a second topic, which is read from here: an
// acknowledgment without an inbound endpoint.
#pragma once

#include <string>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct NtfySettings {
    std::string base_url = "https://ntfy.sh";
    std::string topic_prefix;
    Secret token;        // access token; may be empty
    Secret reply_topic;  // unguessable; empty: no button
    Secret reply_token;  // may only write to the reply topic: it goes to people's phones; may be empty
};

class Ntfy final : public Channel {
  public:
    explicit Ntfy(NtfySettings settings) : settings_(std::move(settings)) {}

    std::string_view provider() const override { return "ntfy"; }
    bool carries(Means means) const override { return means == Means::ntfy; }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;
    std::optional<Request> ask_replies(Time since) const override;
    std::vector<Report> reports(const Answer& answer, const std::string& id) const override;

  private:
    NtfySettings settings_;
};

}  // namespace tocsin::channels

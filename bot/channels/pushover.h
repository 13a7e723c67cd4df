// Push messages through Pushover. An urgent one is repeated by Pushover, past silent mode, until the person
// acknowledges it there; its receipt is asked for that.
#pragma once

#include <string>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct PushoverSettings {
    std::string base_url = "https://api.pushover.net";
    Secret token;
};

class Pushover final : public Channel {
  public:
    explicit Pushover(PushoverSettings settings) : settings_(std::move(settings)) {}

    std::string_view provider() const override { return "pushover"; }
    bool carries(Means means) const override { return means == Means::pushover; }

    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;
    std::optional<Request> stop(const std::string& id, const Attempt& attempt) const override;
    std::vector<Request> ask(const std::string& id, const Attempt& attempt) const override;
    std::vector<Report> reports(const Answer& answer, const std::string& id) const override;

  private:
    PushoverSettings settings_;
};

}  // namespace tocsin::channels

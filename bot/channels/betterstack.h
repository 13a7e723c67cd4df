// Hands an incident over to Better Stack, tells it of acknowledgment and resolution, and asks whether
// somebody acknowledged it there: Uptime API v3.
#pragma once

#include <string>

#include "bot/base/secret.h"
#include "bot/channels/channel.h"

namespace tocsin::channels {

struct BetterstackSettings {
    std::string base_url = "https://uptime.betterstack.com";
    Secret token;           // of a team, or a global one, which needs `team`
    std::string team;       // may be empty
    std::string policy;     // escalation policy there; empty: its own choice
    std::string requester;  // e-mail address of who reports; may be empty
};

class Betterstack final : public Channel {
  public:
    explicit Betterstack(BetterstackSettings settings) : settings_(std::move(settings)) {}

    std::string_view provider() const override { return "betterstack"; }
    bool carries(Means means) const override { return means == Means::betterstack; }

    // Acknowledgment and resolution need Handoff::id. Error: not_found, without it.
    Expected<Request> request(const Dispatch& dispatch, const Attempt& attempt) const override;
    Outcome outcome(const Answer& answer) const override;
    std::vector<Request> ask(const std::string& id, const Attempt& attempt) const override;
    std::vector<Report> reports(const Answer& answer, const std::string& id) const override;

  private:
    std::string incidents() const;
    std::vector<Header> headers() const;

    BetterstackSettings settings_;
};

}  // namespace tocsin::channels

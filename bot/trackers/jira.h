// Issues of a Jira Cloud project, of its type Task. Facts: Jira Cloud's REST API v3.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/trackers/tracker.h"

namespace tocsin::trackers {

class Jira final : public Tracker {
  public:
    explicit Jira(Account account) : account_(std::move(account)) {}

    std::string_view product() const override { return "Jira"; }
    channels::HttpRequest open(const Ticket& ticket) const override;
    Outcome opened(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    channels::HttpRequest look_up(const Ticket& ticket) const override;
    Outcome looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    std::optional<channels::HttpRequest> ask(const std::string& name) const override;
    Standing standing(const channels::HttpAnswer& answer) const override;

  private:
    std::vector<channels::Header> headers() const;
    Outcome issue_in(const nlohmann::json& issue) const;

    Account account_;
};

}  // namespace tocsin::trackers

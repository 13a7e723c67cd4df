// Issues of a Linear team. Facts: Linear's GraphQL API. An issue carries an ID that we choose: it is found by
// that.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/trackers/tracker.h"

namespace tocsin::trackers {

class Linear final : public Tracker {
  public:
    explicit Linear(Account account) : account_(std::move(account)) {}

    std::string_view product() const override { return "Linear"; }
    channels::HttpRequest open(const Ticket& ticket) const override;
    Outcome opened(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    channels::HttpRequest look_up(const Ticket& ticket) const override;
    Outcome looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    std::optional<channels::HttpRequest> ask(const std::string& name) const override;
    Standing standing(const channels::HttpAnswer& answer) const override;

  private:
    channels::HttpRequest post(const nlohmann::json& body) const;
    Outcome issue_in(const nlohmann::json& issue) const;

    Account account_;
};

}  // namespace tocsin::trackers

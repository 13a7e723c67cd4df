// Issues of a GitLab project. Facts: GitLab's REST API v4.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/trackers/tracker.h"

namespace tocsin::trackers {

class Gitlab final : public Tracker {
  public:
    explicit Gitlab(Account account) : account_(std::move(account)) {}

    std::string_view product() const override { return "GitLab"; }
    channels::HttpRequest open(const Ticket& ticket) const override;
    Outcome opened(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    channels::HttpRequest look_up(const Ticket& ticket) const override;
    Outcome looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    std::optional<channels::HttpRequest> ask(const std::string& name) const override;
    Standing standing(const channels::HttpAnswer& answer) const override;

  private:
    std::string issues() const;
    std::vector<channels::Header> headers() const;
    Outcome issue_in(const nlohmann::json& issue) const;

    Account account_;
};

}  // namespace tocsin::trackers

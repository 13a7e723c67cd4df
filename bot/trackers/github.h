// Issues of a GitHub repository. Facts: GitHub's REST API, version 2022-11-28.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/trackers/tracker.h"

namespace tocsin::trackers {

// What every request to GitHub carries, and what an answer other than 2xx means.
std::vector<channels::Header> github_headers(const Secret& token);
Outcome github_refusal(const channels::HttpAnswer& answer);
// Of one that is refused for what it says and not for whose it is, with GitHub's own words.
channels::Rejected github_objection(const channels::HttpAnswer& answer);

class Github final : public Tracker {
  public:
    explicit Github(Account account) : account_(std::move(account)) {}

    std::string_view product() const override { return "GitHub"; }
    channels::HttpRequest open(const Ticket& ticket) const override;
    Outcome opened(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    // Among the newest issues, which the search does not know yet.
    channels::HttpRequest look_up(const Ticket& ticket) const override;
    Outcome looked_up(const channels::HttpAnswer& answer, const Ticket& ticket) const override;
    std::optional<channels::HttpRequest> ask(const std::string& name) const override;
    Standing standing(const channels::HttpAnswer& answer) const override;

  private:
    std::string issues() const;
    Outcome issue_in(const nlohmann::json& issue) const;

    Account account_;
};

}  // namespace tocsin::trackers

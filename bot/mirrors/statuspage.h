// A page at Atlassian Statuspage. Facts: its REST API v1. A notice is an incident there, found again by the
// metadata it carries; components have the state that the whole public page says they are in.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/mirrors/mirror.h"

namespace tocsin::mirrors {

class Statuspage final : public Mirror {
  public:
    explicit Statuspage(Account account) : account_(std::move(account)) {}

    std::string_view product() const override { return "Atlassian Statuspage"; }
    std::string_view kind() const override { return "statuspage"; }
    channels::HttpRequest ask_components(int page) const override;
    Found components_in(const channels::HttpAnswer& answer) const override;
    channels::HttpRequest publish(const Entry& entry) const override;
    Outcome published(const channels::HttpAnswer& answer, const Entry& entry) const override;
    channels::HttpRequest look_up(const Entry& entry) const override;
    Outcome looked_up(const channels::HttpAnswer& answer, const Entry& entry) const override;
    channels::HttpRequest correct(const Entry& entry) const override;
    channels::HttpRequest show_states(const Entry& entry) const override;
    Outcome changed(const channels::HttpAnswer& answer, const Entry& entry) const override;

  private:
    channels::HttpRequest ask(std::string_view method, std::string_view path,
                              const nlohmann::json& body) const;

    Account account_;
};

}  // namespace tocsin::mirrors

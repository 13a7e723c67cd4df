// All rules asked of one situation, as `tocsin rules test` tells it: which one matches, and what each
// comparison of each rule read. It decides nothing; the engine has the same rules and its own state.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/alerts/condition.h"
#include "bot/config/configuration.h"

namespace tocsin::app {

class RuleTrial {
  public:
    // Both outlive it. Without an alert the rules of values alone are asked, with one all others.
    RuleTrial(const std::vector<config::AlertRule>& rules, const alerts::Situation& situation);

    std::string words() const;
    nlohmann::json as_json() const;  // the same, taken apart, with the same words

  private:
    struct Judged {
        const config::AlertRule* rule;
        bool asked;
        bool matches;
        std::string because;  // a line for each comparison
    };
    std::string heading() const;
    std::string_view verdict(const Judged& one) const;
    std::string conclusion() const;

    const Alert* alert_;
    std::vector<Judged> judged_;
    const config::AlertRule* winner_ = nullptr;  // the first that matches
};

}  // namespace tocsin::app

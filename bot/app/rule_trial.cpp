#include "bot/app/rule_trial.h"

#include <fmt/format.h>

#include <iterator>

#include "bot/base/text.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

std::string_view status_of(const Alert& alert) {
    return alert.status == Alert::Status::firing ? "firing" : "resolved";
}

std::string shown(const Alert& alert) {
    const std::string severity = alert.severity ? label_of(*alert.severity) : "no severity that can be read";
    return fmt::format("{} ({}, key {}, its source says {})", alert.title, status_of(alert), alert.key,
                       severity);
}

json as_json(const Alert& alert) {
    json object{{"source", alert.source},
                {"key", alert.key},
                {"status", status_of(alert)},
                {"title", alert.title},
                {"labels", alert.labels}};
    if (alert.severity) object["severity"] = key_of(*alert.severity);
    return object;
}

}  // namespace

RuleTrial::RuleTrial(const std::vector<config::AlertRule>& rules, const alerts::Situation& situation)
    : alert_(situation.alert) {
    for (const config::AlertRule& rule : rules) {
        const auto condition = alerts::Condition::parse(rule.when);
        if (!condition) continue;  // never: the configuration was checked
        const bool asked = condition->reads_alert() == (alert_ != nullptr);
        const bool matches = asked && condition->holds(situation);
        judged_.push_back({&rule, asked, matches, condition->explain(situation)});
        if (matches && winner_ == nullptr) winner_ = &rule;
    }
}

std::string_view RuleTrial::verdict(const Judged& one) const {
    if (!one.asked)
        return alert_ != nullptr ? "not asked, it is about values alone" : "not asked, it is about alerts";
    if (!one.matches) return "no";
    return one.rule == winner_ ? "yes" : "yes, but an earlier one wins";
}

std::string RuleTrial::heading() const {
    return alert_ != nullptr ? shown(*alert_) : "The values alone";
}

std::string RuleTrial::conclusion() const {
    if (winner_ == nullptr) return "No rule matches.";
    std::string text = fmt::format("\"{}\" matches: {}", winner_->name, label_of(winner_->severity));
    if (winner_->held_for > Duration{}) {
        fmt::format_to(std::back_inserter(text), ", once it has held for {} s",
                       std::chrono::floor<std::chrono::seconds>(winner_->held_for).count());
    }
    return text + ".";
}

std::string RuleTrial::words() const {
    std::string text = heading() + "\n";
    int number = 0;
    for (const Judged& one : judged_) {
        fmt::format_to(std::back_inserter(text), "  {}. {}: {}\n", ++number, one.rule->name, verdict(one));
        if (!one.asked) continue;
        for (const std::string_view line : split(one.because, '\n'))
            fmt::format_to(std::back_inserter(text), "       {}\n", line);
    }
    return text + conclusion() + "\n";
}

json RuleTrial::as_json() const {
    json rules = json::array();
    for (const Judged& one : judged_) {
        json because = json::array();
        for (const std::string_view line : split(one.because, '\n')) because.push_back(line);
        rules.push_back({{"name", one.rule->name},
                         {"when", one.rule->when},
                         {"asked", one.asked},
                         {"matches", one.matches},
                         {"wins", one.rule == winner_},
                         {"verdict", verdict(one)},
                         {"severity", key_of(one.rule->severity)},
                         {"for_s", std::chrono::duration<double>(one.rule->held_for).count()},
                         {"because", because}});
    }
    json result{{"heading", heading()},
                {"alert", nullptr},
                {"match", nullptr},
                {"rules", rules},
                {"conclusion", conclusion()}};
    if (alert_ != nullptr) result["alert"] = app::as_json(*alert_);
    if (winner_ != nullptr) result["match"] = winner_->name;
    return result;
}

}  // namespace tocsin::app

#include "bot/app/sandbox_alerts.h"

#include <algorithm>

#include "bot/alerts/readers.h"
#include "bot/app/rule_checks.h"
#include "bot/app/rule_trial.h"
#include "bot/web/alert_door.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

Secret token_for(const std::string& source) {
    return Secret("sandbox-" + source);
}

bool is_there(const config::Alerts& alerts, std::string_view kind) {
    return std::ranges::any_of(alerts.sources, [&](const auto& one) { return one.second.kind == kind; });
}

// Alone, in a configuration of which it is the first line.
config::Alerts with_only(const std::string& when, const config::Alerts& alerts) {
    config::AlertRule rule;
    rule.name = "Yours";
    rule.when = when;
    rule.line = 1;
    rule.column = 1;
    rule.verbatim = true;
    config::Alerts alone;
    alone.values = alerts.values;
    alone.rules.push_back(std::move(rule));
    return alone;
}

// It is asked of the alert, or of the values when it is about these alone.
json judged(const config::Alerts& alone, const alerts::Situation& situation) {
    json rule = RuleTrial(alone.rules, situation).as_json()["rules"][0];
    if (rule["asked"] == true || situation.alert == nullptr) return rule;
    return judged(alone, {nullptr, situation.values});
}

json tried(const config::Alerts& alerts, const sandbox::AlertQuestion& question,
           const std::vector<Alert>& read) {
    if (question.when.empty()) return nullptr;
    config::Configuration configuration;
    configuration.alerts = with_only(question.when, alerts);
    json trial{{"findings", json::array()}, {"column", nullptr}, {"judged", json::array()}};
    auto findings = check_alert_rules(configuration);
    for (config::Finding& finding : findings) {
        finding.file = "when";
        trial["findings"].push_back(config::to_line(finding));
        if (trial["column"].is_null()) trial["column"] = finding.column;
    }
    if (config::has_errors(findings)) return trial;
    for (const Alert& alert : read)
        trial["judged"].push_back(judged(configuration.alerts, {&alert, &question.values}));
    return trial;
}

}  // namespace

void let_samples_in(config::Alerts& alerts) {
    for (const std::string_view kind : alerts::kinds()) {
        if (is_there(alerts, kind)) continue;
        std::string name(kind);
        while (alerts.sources.contains(name)) name += "-sample";
        alerts.sources[name].kind = kind;
    }
    for (auto& [name, source] : alerts.sources) {
        if (source.token.empty()) source.token = token_for(name);
    }
}

sandbox::AlertPanelOptions alert_panel(const config::Alerts& alerts, const Clock& clock) {
    sandbox::AlertPanelOptions panel;
    for (const auto& [name, source] : alerts.sources)
        panel.senders.push_back({name, source.kind, source.token});
    for (const auto& [name, expression] : alerts.values) panel.values.push_back(name);
    panel.explain = [alerts, &clock](const sandbox::AlertQuestion& question) {
        return explain_alert(alerts, question, clock.now());
    };
    return panel;
}

json explain_alert(const config::Alerts& alerts, const sandbox::AlertQuestion& question, Time now) {
    const auto& source = alerts.sources.at(question.source);
    const auto read = web::read_alert_request(question.request, web::target_of(question.request),
                                              {question.source, source.kind, source.fields, {}}, now);
    json answer{{"unreadable", nullptr}, {"trials", json::array()}};
    if (!read) answer["unreadable"] = read.error().message;
    const std::vector<Alert> told = read.value_or(std::vector<Alert>{});
    for (const Alert& alert : told)
        answer["trials"].push_back(RuleTrial(alerts.rules, {&alert, &question.values}).as_json());
    if (!question.values.empty())
        answer["trials"].push_back(RuleTrial(alerts.rules, {nullptr, &question.values}).as_json());
    answer["own"] = tried(alerts, question, told);
    return answer;
}

}  // namespace tocsin::app

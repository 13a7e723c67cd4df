#include "bot/app/rule_checks.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "bot/alerts/condition.h"
#include "bot/alerts/overlap.h"
#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace tocsin::app {
namespace {

using alerts::Condition;
using alerts::Outline;
using config::AlertRule;
using config::Finding;
using config::Position;

constexpr std::size_t longest_name_shown = 60;

Position place_of(const AlertRule& rule, std::size_t offset = 0) {
    return {rule.line, rule.column + (rule.verbatim ? static_cast<int>(offset) : 0)};
}

std::string named(const AlertRule& rule) {
    return fmt::format("rule \"{}\"", cut(first_line(rule.name), longest_name_shown));
}

std::optional<Condition> read(const AlertRule& rule, std::vector<Finding>& findings) {
    auto condition = Condition::parse(rule.when);
    if (condition) return std::move(*condition);
    const auto& error = condition.error();
    findings.push_back(config::error_at(place_of(rule, error.offset),
                                        fmt::format("the condition of {} cannot be read", named(rule)),
                                        error.what, error.fix));
    return std::nullopt;
}

void check_values(const AlertRule& rule, const Condition& condition,
                  const std::map<std::string, std::string>& values, std::vector<Finding>& findings) {
    std::vector<std::string> names;
    for (const auto& [name, expression] : values) names.push_back(name);
    for (const std::string& name : condition.reads_values()) {
        if (values.contains(name)) continue;
        findings.push_back(config::error_at(
            place_of(rule, condition.first_use(name)),
            fmt::format("{} reads {}", named(rule), cut(name, longest_name_shown)),
            "alerts.values has no such name",
            choose_from(name, names, "add it there, or write alert.labels.NAME if a label is meant")));
    }
}

struct Compared {
    const AlertRule* rule;
    bool reads_alert;
    Outline outline;
};

std::string mend(const AlertRule& first, const AlertRule& later) {
    return more_severe(later.severity, first.severity) ? fmt::format("put it before {}", named(first))
                                                       : "remove it, or narrow the other";
}

// Against the rules before it: the first of them that is in its way.
void compare(const Compared& later, const std::vector<Compared>& before, std::vector<Finding>& findings) {
    const AlertRule& rule = *later.rule;
    if (later.outline.never_holds()) {
        findings.push_back(config::warning_at(place_of(rule), fmt::format("{} can never match", named(rule)),
                                              "its condition contradicts itself", "mend it or remove it"));
        return;
    }
    for (const Compared& earlier : before) {
        const AlertRule& first = *earlier.rule;
        // Rules of values alone are asked of values, all others of alerts; and one that has to hold for
        // longer comes too late to be in the way.
        if (earlier.reads_alert != later.reads_alert || first.held_for > rule.held_for) continue;
        if (earlier.outline.covers(later.outline)) {
            findings.push_back(config::warning_at(
                place_of(rule), fmt::format("{} can never win", named(rule)),
                fmt::format("{} stands before it and matches whenever it does", named(first)),
                mend(first, rule)));
            return;
        }
        if (more_severe(rule.severity, first.severity) && earlier.outline.meets(later.outline)) {
            findings.push_back(config::warning_at(
                place_of(rule), fmt::format("{} and {} overlap", named(rule), named(first)),
                fmt::format("where both match the first one wins, with {} instead of {}",
                            label_of(first.severity), label_of(rule.severity)),
                mend(first, rule)));
            return;
        }
    }
}

}  // namespace

std::vector<Finding> check_alert_rules(const config::Configuration& configuration) {
    std::vector<Finding> findings;
    std::vector<Compared> before;
    for (const AlertRule& rule : configuration.alerts.rules) {
        if (rule.when.empty()) continue;
        const auto condition = read(rule, findings);
        if (!condition) continue;
        check_values(rule, *condition, configuration.alerts.values, findings);
        auto outline = Outline::of(*condition);
        if (!outline || before.size() == most_rules_compared) continue;
        Compared compared{&rule, condition->reads_alert(), std::move(*outline)};
        compare(compared, before, findings);
        before.push_back(std::move(compared));
    }
    return findings;
}

}  // namespace tocsin::app

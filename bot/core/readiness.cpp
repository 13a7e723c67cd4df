#include "bot/core/readiness.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"

namespace tocsin {
namespace {

constexpr std::size_t most_named = 3;

// "API Down" is written in api-down.md, or in a file whose title it is.
bool has_runbook(const Setup& setup, std::string_view name) {
    auto file = to_lower(std::string(name));
    std::ranges::replace(file, ' ', '-');
    return find_runbook(setup.runbooks, file) != nullptr || find_runbook(setup.runbooks, name) != nullptr;
}

ReadinessPoint runbook(const Setup& setup, std::string_view item, std::string_view name) {
    return {item, fmt::format("Runbook for {}", name), has_runbook(setup, name), ""};
}

ReadinessPoint by_hand(const ReadinessFacts& facts, std::string_view item, std::string words) {
    const auto tick = std::ranges::find(facts.ticks, item, &Tick::item);
    if (tick == facts.ticks.end()) return {item, std::move(words), false, ""};
    return {item, std::move(words), true, fmt::format("{}, {}", tick->by, format_day(tick->at))};
}

// Whoever posts its steps in a drill tests a runbook; somebody may vouch for all of them instead.
ReadinessPoint runbooks_tested(const ReadinessFacts& facts) {
    auto point = by_hand(facts, "runbooks_tested", "All runbooks tested");
    std::vector<std::string> untested;
    for (const auto& [name, runbook] : facts.setup.runbooks) {
        const auto use = facts.runbook_uses.find(name);
        if (use == facts.runbook_uses.end() || !use->second.tested) untested.push_back(runbook.title);
    }
    if (facts.setup.runbooks.empty() || point.done) return point;
    if (untested.empty()) return {point.item, point.words, true, "in drills"};
    if (untested.size() > most_named) {
        const auto rest = untested.size() - most_named;
        untested.resize(most_named);
        untested.push_back(fmt::format("{} more", rest));
    }
    point.remark = "not yet: " + join_and(untested);
    return point;
}

ReadinessPoint routing(const Setup& setup) {
    std::vector<std::string> missing;
    for (const auto severity : {Severity::sev1, Severity::sev2, Severity::sev3}) {
        if (!setup.alerted.contains(severity)) missing.push_back(label_of(severity));
    }
    return {"routing", "Alert routing for SEV 1 to 3", missing.empty(),
            missing.empty() ? "" : "no rule for " + join_and(missing)};
}

ReadinessPoint test_pages(const ReadinessFacts& facts, bool anybody) {
    const auto& missing = facts.without_test_page;
    return {"test_pages", "Test page answered by everybody on the rota within 30 days",
            anybody && missing.empty(), missing.empty() ? "" : "not by " + join_and(missing)};
}

}  // namespace

std::set<PersonId> people_on_the_rota(const Rules& rules) {
    std::set<PersonId> people;
    for (const auto& [id, schedule] : rules.schedules) {
        for (const auto& layer : schedule.layers) {
            for (const auto& turn : layer.members) people.insert(turn.begin(), turn.end());
        }
    }
    return people;
}

std::vector<ReadinessPoint> readiness(const ReadinessFacts& facts) {
    const auto& rules = facts.rules;
    const auto& setup = facts.setup;
    const auto rota = people_on_the_rota(rules);
    const bool escalates =
        std::ranges::any_of(rules.policies, [](const auto& policy) { return !policy.second.levels.empty(); });
    return {{"schedule", "On-call schedule", !rota.empty(), ""},
            {"policy", "Escalation policy", escalates, ""},
            routing(setup),
            test_pages(facts, !rota.empty()),
            {"status_page", "Status page", setup.status_page, ""},
            runbook(setup, "runbook_api", "API Down"),
            runbook(setup, "runbook_database", "Database Issues"),
            runbook(setup, "runbook_slow", "Slow Performance"),
            runbook(setup, "runbook_payments", "Payment Failures"),
            runbooks_tested(facts),
            {"channel", "Incidents channel in Slack", facts.channel_known, ""},
            {"notification", "Incident notification template", true, "built in"},
            {"post_mortem", "Post-mortem template", true, "built in"},
            by_hand(facts, "external_plan", "Plan for external communication"),
            {"metrics", "Incident tracking", true, "built in"},
            by_hand(facts, "monthly_review", "Monthly incident review scheduled")};
}

}  // namespace tocsin

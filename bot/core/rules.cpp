#include "bot/core/rules.h"

#include <algorithm>

namespace tocsin {
namespace {

std::vector<ReminderStep> default_ladder(Severity severity) {
    switch (severity) {
        case Severity::sev1:
            return {{0s, Nudge::thread},
                    {5min, Nudge::lead_dm},
                    {10min, Nudge::backup},
                    {15min, Nudge::lead_sms_and_manager}};
        case Severity::sev2:
            return {{0s, Nudge::thread}, {5min, Nudge::lead_dm}, {15min, Nudge::backup}};
        case Severity::sev3:
            return {{0s, Nudge::thread}, {15min, Nudge::lead_dm}};
        case Severity::sev4:
            return {};
    }
    return {};
}

Target target(Target::Kind kind) {
    return {kind, ""};
}

SeverityRules default_severity(Severity severity) {
    SeverityRules rules;
    rules.ladder = default_ladder(severity);
    switch (severity) {
        case Severity::sev1:
            rules.name = "Critical";
            rules.page = {{target(Target::Kind::primary), target(Target::Kind::backup)},
                          {Means::phone, Means::sms, Means::slack},
                          PolicyId{"production"},
                          false};
            rules.acknowledge_within = 5min;
            rules.update_every = 10min;
            rules.resolve_within = 30min;
            rules.post_mortem_within = 24h;
            break;
        case Severity::sev2:
            rules.name = "High";
            rules.page = {
                {target(Target::Kind::primary)}, {Means::sms, Means::slack}, PolicyId{"production"}, false};
            rules.acknowledge_within = 15min;
            rules.update_every = 15min;
            rules.post_mortem_within = 24h;
            break;
        case Severity::sev3:
            rules.name = "Medium";
            rules.page = {{target(Target::Kind::primary)}, {Means::slack}, PolicyId{}, true};
            rules.acknowledge_within = 1h;
            rules.update_every = 1h;
            rules.business_hours = true;
            break;
        case Severity::sev4:
            rules.name = "Low";
            rules.ticket = "github";
            break;
    }
    return rules;
}

EscalationPolicy default_policy() {
    return {PolicyId{"production"},
            "Production Incidents",
            {{{target(Target::Kind::primary)}, {Means::phone, Means::sms, Means::slack}, 10min, {}},
             {{target(Target::Kind::backup)}, {Means::phone, Means::sms}, 10min, {}},
             {{target(Target::Kind::manager)}, {Means::phone, Means::email}, 10min, {}}},
            0};
}

bool names(const std::vector<Target>& targets, const PersonId& person) {
    return std::ranges::any_of(
        targets, [&](const Target& t) { return t.kind == Target::Kind::person && t.id == person.str(); });
}

bool is_on(const Schedule& schedule, const PersonId& person) {
    const auto in = [&](const std::vector<PersonId>& people) {
        return std::ranges::find(people, person) != people.end();
    };
    return std::ranges::any_of(schedule.layers,
                               [&](const Layer& layer) { return std::ranges::any_of(layer.members, in); }) ||
           std::ranges::any_of(schedule.overrides, [&](const Override& over) { return in(over.members); });
}

}  // namespace

bool has_address(const Person& person, Means means) {
    switch (means) {
        case Means::phone:
        case Means::sms:
            return !person.phone.empty();
        case Means::slack:
            return !person.slack.empty();
        case Means::email:
            return !person.email.empty();
        case Means::ntfy:
            return !person.ntfy.empty();
        case Means::pushover:
            return !person.pushover.empty();
        case Means::pagerduty:
        case Means::betterstack:
        case Means::webhook:
            return true;  // they know whom to reach themselves
    }
    return false;
}

bool PhoneRules::takes(std::string_view number) const {
    return countries.empty() || std::ranges::any_of(countries, [&](const auto& calling_code) {
               return number.starts_with(calling_code);
           });
}

const Person* Rules::person_of(const UserId& user) const {
    const auto found = std::ranges::find_if(
        people, [&](const auto& entry) { return !user.empty() && entry.second.slack == user; });
    return found == people.end() ? nullptr : &found->second;
}

const std::string& Rules::timezone_of(const PersonId& person) const {
    const auto found = people.find(person);
    return found == people.end() || found->second.timezone.empty() ? timezone : found->second.timezone;
}

const Team* Rules::team_of(const ServiceId& service) const {
    const auto of_service = services.find(service);
    const auto team = teams.find(of_service == services.end() ? default_team : of_service->second.team);
    return team == teams.end() ? nullptr : &team->second;
}

UserId Rules::manager_of(const ServiceId& service) const {
    const auto* team = team_of(service);
    if (team == nullptr || team->manager.kind != Target::Kind::person) return {};
    const auto person = people.find(PersonId{team->manager.id});
    return person == people.end() ? UserId{} : person->second.slack;
}

bool Rules::is_responder(const UserId& user) const {
    const auto* person = person_of(user);
    if (person == nullptr) return false;
    const auto in_team = [&](const auto& entry) {
        return names({entry.second.primary, entry.second.backup, entry.second.manager}, person->id);
    };
    const auto in_policy = [&](const auto& entry) {
        return std::ranges::any_of(entry.second.levels,
                                   [&](const PolicyLevel& level) { return names(level.to, person->id); });
    };
    return std::ranges::any_of(schedules,
                               [&](const auto& entry) { return is_on(entry.second, person->id); }) ||
           std::ranges::any_of(teams, in_team) || std::ranges::any_of(policies, in_policy);
}

bool Rules::is_admin(const UserId& user) const {
    const auto* person = person_of(user);
    return person != nullptr && names(admins, person->id);
}

bool Rules::is_manager(const UserId& user) const {
    const auto* person = person_of(user);
    return person != nullptr &&
           (names(managers, person->id) || std::ranges::any_of(teams, [&](const auto& entry) {
                return names({entry.second.manager}, person->id);
            }));
}

bool Rules::is_comms(const UserId& user) const {
    const auto* person = person_of(user);
    return person != nullptr && names(comms, person->id);
}

Rules default_rules() {
    Rules rules;
    for (const auto severity : all_severities) rules.severities.emplace(severity, default_severity(severity));
    auto policy = default_policy();
    rules.policies.emplace(policy.id, std::move(policy));
    return rules;
}

}  // namespace tocsin

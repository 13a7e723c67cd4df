#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/base/premium_number.h"
#include "bot/config/cross_checks.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

// Everybody a schedule or a target can put in front of a page.
std::set<PersonId> people_of(const Schedule& schedule) {
    std::set<PersonId> people;
    for (const Layer& layer : schedule.layers) {
        for (const auto& turn : layer.members) people.insert(turn.begin(), turn.end());
    }
    for (const Override& exception : schedule.overrides) {
        people.insert(exception.members.begin(), exception.members.end());
        if (!exception.replaced.empty()) people.insert(exception.replaced);
    }
    return people;
}

void add_people(const Target& target, const Rules& rules, std::set<PersonId>& people) {
    if (target.kind == Target::Kind::person) people.insert(PersonId(target.id));
    if (target.kind != Target::Kind::schedule) return;
    const auto schedule = rules.schedules.find(ScheduleId(target.id));
    if (schedule != rules.schedules.end()) people.merge(people_of(schedule->second));
}

// A role of a policy means somebody else in each team.
std::vector<Target> resolved(const Target& target, const Rules& rules) {
    std::vector<Target> all;
    for (const auto& [id, team] : rules.teams) {
        if (target.kind == Target::Kind::primary) all.push_back(team.primary);
        if (target.kind == Target::Kind::backup) all.push_back(team.backup);
        if (target.kind == Target::Kind::manager) all.push_back(team.manager);
    }
    const bool role = target.kind == Target::Kind::primary || target.kind == Target::Kind::backup ||
                      target.kind == Target::Kind::manager;
    if (!role) all.push_back(target);
    std::erase_if(all, [](const Target& each) { return each.kind == Target::Kind::none; });
    return all;
}

struct Step {
    Section where;
    std::string name;
    std::vector<Target> to;
    std::vector<Means> via;
};

// Every first level and every later one, as configured or by default.
std::vector<Step> steps_of(const Document& document) {
    const Rules& rules = document.configuration.rules;
    std::vector<Step> steps;
    for (const auto& [severity, severity_rules] : rules.severities) {
        const Section page = document.root.at("severities").at(key_of(severity)).at("page");
        if (!severity_rules.page.to.empty()) {
            steps.push_back({page, fmt::format("level 1 of {}", key_of(severity)), severity_rules.page.to,
                             severity_rules.page.via});
        }
    }
    for (const auto& [id, policy] : rules.policies) {
        const Section levels = document.root.at("escalation_policies").at(id.str()).at("levels");
        const std::vector<Section> sections = levels.children();
        for (std::size_t i = 0; i < policy.levels.size(); ++i) {
            const PolicyLevel& level = policy.levels[i];
            steps.push_back({i < sections.size() ? sections[i] : levels,
                             fmt::format("level {} of policy {}", i + 1, id.str()), level.to, level.via});
        }
    }
    return steps;
}

void check_people(const Document& document, const std::set<PersonId>& used) {
    std::map<UserId, std::string> owner;
    for (const Section& entry : document.root.at("people").children()) {
        const Person& person = document.configuration.rules.people.at(PersonId(entry.key()));
        if (!used.contains(person.id)) {
            document.warning(entry, fmt::format("{} is never asked for anything", entry.key()),
                             "no schedule, team, policy, role or token names this person",
                             "use or remove the entry");
        }
        if (person.slack.empty() && person.phone.empty() && person.email.empty()) {
            document.warning(entry, fmt::format("{} cannot be reached", entry.key()),
                             "there is no slack, phone or email", "add one");
        }
        if (is_premium_number(person.phone)) {
            document.warning(
                entry.at("phone"), fmt::format("{} has a premium number", entry.key()),
                "each call and text to it costs far more than an ordinary one, and most providers refuse it",
                "give an ordinary number");
        }
        if (!person.phone.empty() && !document.configuration.rules.phones.takes(person.phone)) {
            document.warning(entry.at("phone"),
                             fmt::format("{} has a number of another country", entry.key()),
                             "paging.countries does not name it; the number is called nevertheless",
                             "name its country, or correct the number");
        }
        if (person.slack.empty()) continue;
        const auto [same, fresh] = owner.emplace(person.slack, entry.key());
        if (fresh) continue;
        document.error(entry.at("slack"),
                       fmt::format("{} and {} have the same slack ID", same->second, entry.key()),
                       "the bot could not tell them apart", "correct one of the two");
    }
}

// One warning for each means nobody can be reached by, and for each person who lacks one that pages use.
void check_means(const Document& document, const std::vector<Step>& steps) {
    const Configuration& configuration = document.configuration;
    std::set<Means> without_provider;
    std::set<std::pair<PersonId, Means>> without_address;
    for (const Step& step : steps) {
        std::set<PersonId> people;
        for (const Target& target : step.to) {
            for (const Target& each : resolved(target, configuration.rules)) {
                add_people(each, configuration.rules, people);
            }
        }
        for (const Means means : step.via) {
            if (means != Means::slack && !configuration.paging.order.contains(means))
                without_provider.insert(means);
            for (const PersonId& person : people) {
                const auto known = configuration.rules.people.find(person);
                if (known == configuration.rules.people.end()) continue;
                if (!has_address(known->second, means)) without_address.emplace(person, means);
            }
        }
    }
    for (const Means means : without_provider) {
        document.warning(document.root.at("paging"), fmt::format("nobody is reached by {}", key_of(means)),
                         "pages use it, but paging names no provider for it",
                         fmt::format("add a provider, or take {} out of via", key_of(means)));
    }
    for (const auto& [person, means] : without_address) {
        document.warning(document.root.at("people").at(person.str()),
                         fmt::format("{} cannot be reached by {}", person.str(), key_of(means)),
                         "pages use it, but this person has no address for it", "add it");
    }
}

void check_steps(const Document& document, const std::vector<Step>& steps) {
    const Rules& rules = document.configuration.rules;
    for (const Step& step : steps) {
        const bool somebody =
            std::ranges::any_of(step.to, [&](const Target& each) { return !resolved(each, rules).empty(); });
        if (somebody && !step.via.empty()) continue;
        document.warning(step.where, step.name + " reaches nobody",
                         "no team says who that is, or via is empty",
                         "name primary, backup and manager in teams, and means in via");
    }
    for (const Section& team : document.root.at("teams").children()) {
        for (const char* role : {"primary", "manager"}) {
            if (team.at(role).exists()) continue;
            document.warning(team, fmt::format("team {} has no {}", team.key(), role),
                             "levels that page this role skip the team", fmt::format("add {}", role));
        }
    }
    if (rules.teams.size() > 1 && rules.default_team.empty()) {
        document.warning(document.root.at("teams"), "default_team is missing",
                         "incidents without a service belong to no team and page nobody", "add default_team");
    }
    for (const Section& severity : document.root.at("severities").children()) {
        const bool pages = severity.at("page").exists();
        const bool ticket = !severity.text("ticket").empty();
        if (pages && ticket) {
            document.warning(severity, fmt::format("{} has page and ticket", severity.key()),
                             "with a ticket nobody is paged", "remove one of the two");
        } else if (!pages && !ticket) {
            document.warning(severity, fmt::format("{} pages nobody", severity.key()),
                             "it has neither page nor ticket", "add one of the two");
        }
    }
}

// They are told when Slack itself is away, which Slack cannot tell them.
void check_alarm(const Document& document) {
    const Rules& rules = document.configuration.rules;
    std::set<PersonId> told;
    for (const Target& target : rules.admins.empty() ? rules.managers : rules.admins)
        add_people(target, rules, told);
    const auto has_phone = [&](const PersonId& id) {
        const auto person = rules.people.find(id);
        return person != rules.people.end() && !person->second.phone.empty();
    };
    if (std::ranges::any_of(told, has_phone)) return;
    document.warning(document.root.at("roles"), "nobody is told when Slack is away",
                     "no admin, and without admins no manager, has a phone number",
                     "name admins in roles and give one of them a phone");
}

}  // namespace

void check_reach(const Document& document) {
    const Rules& rules = document.configuration.rules;
    if (rules.people.empty()) {
        document.warning(document.root, "nobody can be paged",
                         "there are no people: the bot works in Slack alone",
                         "add people, schedules and teams");
        return;
    }
    const std::vector<Step> steps = steps_of(document);
    std::set<PersonId> used;
    for (const auto& [id, schedule] : rules.schedules) used.merge(people_of(schedule));
    for (const auto& [id, team] : rules.teams) {
        for (const Target& target : {team.primary, team.backup, team.manager})
            add_people(target, rules, used);
    }
    for (const Step& step : steps) {
        for (const Target& target : step.to) add_people(target, rules, used);
    }
    for (const auto* role : {&rules.admins, &rules.comms, &rules.managers}) {
        for (const Target& target : *role) add_people(target, rules, used);
    }
    for (const ApiToken& token : document.configuration.http.tokens) used.insert(token.person);
    check_people(document, used);
    check_steps(document, steps);
    check_means(document, steps);
    check_alarm(document);
}

}  // namespace tocsin::config

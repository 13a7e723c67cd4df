#include <utility>

#include "bot/config/readers.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

Person read_person(const Section& section, const std::string& timezone) {
    Person person;
    person.id = PersonId(section.key());
    person.name = section.text("name", section.key());
    person.slack = UserId(section.text("slack"));
    person.phone = section.text("phone");
    person.email = section.text("email");
    person.timezone = section.text("timezone", timezone);
    person.title = section.text("title");
    person.ntfy = section.text("ntfy");
    person.pushover = section.text("pushover");
    return person;
}

EscalationPolicy read_policy(const Section& section) {
    EscalationPolicy policy;
    policy.id = PolicyId(section.key());
    policy.name = section.text("name", section.key());
    for (const Section& entry : section.at("levels").children()) {
        policy.levels.push_back({entry.targets("to"), entry.means("via"), entry.duration("timeout", 10min),
                                 entry.duration("again_after")});
    }
    policy.repeat = section.integer("repeat", policy.repeat);
    return policy;
}

SeverityRules read_severity(const Section& section, const SeverityRules& standard) {
    SeverityRules rules;
    rules.name = section.text("name", standard.name);
    rules.ladder = standard.ladder;
    const Section page = section.at("page");
    rules.page = {page.targets("to"), page.means("via"), PolicyId(page.text("policy")),
                  page.is("hours", "business")};
    rules.business_hours = rules.page.business_hours;
    rules.ticket = section.text("ticket");
    rules.acknowledge_within = section.duration("acknowledge_within");
    rules.update_every = section.duration("update_every");
    rules.resolve_within = section.duration("resolve_within");
    rules.post_mortem_within = section.duration("post_mortem_within");
    rules.war_room = section.text("war_room");
    return rules;
}

Nudge read_nudge(const std::string& word) {
    if (word == "lead_dm") return Nudge::lead_dm;
    if (word == "backup") return Nudge::backup;
    return word == "lead_sms_and_manager" ? Nudge::lead_sms_and_manager : Nudge::thread;
}

std::vector<ReminderStep> read_ladder(const Section& list) {
    std::vector<ReminderStep> ladder;
    for (const Section& entry : list.children()) {
        ladder.push_back({entry.duration("after", 0s), read_nudge(entry.text("tell"))});
    }
    return ladder;
}

BusinessHours read_business_hours(const Section& section, const std::string& timezone) {
    BusinessHours hours;
    if (section.at("days").exists()) hours.days = section.days("days");
    hours.from_minute = read_clock(section.text("from")).value_or(hours.from_minute);
    hours.to_minute = read_clock(section.text("to")).value_or(hours.to_minute);
    for (const std::string& text : section.texts("holidays")) {
        if (const auto date = read_date(text)) hours.holidays.push_back(*date);
    }
    hours.timezone = timezone;
    return hours;
}

void read_severities(const Section& root, Rules& rules) {
    for (auto& [severity, standard] : rules.severities) {
        const std::string_view key = key_of(severity);
        if (const Section given = root.at("severities").at(key); given.exists()) {
            standard = read_severity(given, standard);
        }
        // A lone tracker can only be meant for what is not worth waking anybody.
        const std::vector<Section> trackers = root.at("trackers").children();
        const bool by_default = !root.at("severities").at(key).exists();
        if (by_default && standard.page.to.empty() && trackers.size() == 1)
            standard.ticket = trackers.front().key();
        if (const Section given = root.at("reminders").at(key); given.exists())
            standard.ladder = read_ladder(given);
    }
}

// Without teams, schedules that are called primary and backup are what those words mean in policies, and the
// first of the managers is the manager.
std::map<TeamId, Team> team_of_schedules(const std::map<ScheduleId, Schedule>& schedules,
                                         const std::vector<Target>& managers) {
    Team team{TeamId("default"), {}, {}, {}};
    if (schedules.contains(ScheduleId("primary"))) team.primary = {Target::Kind::schedule, "primary"};
    if (schedules.contains(ScheduleId("backup"))) team.backup = {Target::Kind::schedule, "backup"};
    if (team.primary.kind == Target::Kind::none && team.backup.kind == Target::Kind::none) return {};
    if (!managers.empty()) team.manager = managers.front();
    return {{team.id, team}};
}

void read_teams(const Section& root, Rules& rules) {
    for (const Section& entry : root.at("teams").children()) {
        const TeamId id(entry.key());
        rules.teams[id] = {id, entry.target("primary"), entry.target("backup"), entry.target("manager")};
    }
    if (rules.teams.empty()) rules.teams = team_of_schedules(rules.schedules, rules.managers);
    rules.default_team = TeamId(root.text("default_team"));
    if (rules.default_team.empty() && rules.teams.size() == 1)
        rules.default_team = rules.teams.begin()->first;
    for (const Section& entry : root.at("services").children()) {
        const ServiceId id(entry.key());
        rules.services[id] = {id, entry.text("name", entry.key()),
                              TeamId(entry.text("team", rules.default_team.str())), entry.text("runbook"),
                              entry.text("component")};
    }
}

}  // namespace

Rules read_rules(const Section& root) {
    Rules rules = default_rules();
    rules.organization = root.text("organization");
    rules.timezone = root.text("timezone", rules.timezone);
    for (const Section& entry : root.at("people").children()) {
        Person person = read_person(entry, rules.timezone);
        rules.people[person.id] = std::move(person);
    }
    for (const Section& entry : root.at("schedules").children()) {
        Schedule schedule = read_schedule(entry, rules.timezone);
        rules.schedules[schedule.id] = std::move(schedule);
    }
    for (const Section& entry : root.at("escalation_policies").children()) {
        EscalationPolicy policy = read_policy(entry);
        rules.policies[policy.id] = std::move(policy);
    }
    const Section roles = root.at("roles");
    rules.admins = roles.targets("admin");
    rules.comms = roles.targets("comms");
    rules.managers = roles.targets("manager");
    read_teams(root, rules);
    read_severities(root, rules);
    rules.business_hours = read_business_hours(root.at("business_hours"), rules.timezone);
    for (auto& group : root.at("slack").texts("restrict_sev1"))
        rules.may_declare_sev1.emplace_back(std::move(group));
    const Section paging = root.at("paging");
    rules.phones.countries = paging.texts("countries");
    if (paging.at("daily_limit").exists()) rules.phones.daily_limit = paging.integer("daily_limit", 0);
    rules.war_room_channel = root.at("slack").is("war_room", "channel");
    return rules;
}

}  // namespace tocsin::config

// What an organisation decides about its incidents: severities, people, teams, services, business hours.
// Plain values read from the configuration; the defaults are those of the mission's own document.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/core/escalation.h"
#include "bot/core/schedule.h"
#include "bot/core/severity.h"

namespace tocsin {

struct Person {
    PersonId id;
    std::string name;
    UserId slack;
    std::string phone;  // E.164
    std::string email;
    std::string timezone;
    std::string title;     // "Engineering Lead"
    std::string ntfy;      // topic
    std::string pushover;  // user key
    bool operator==(const Person&) const = default;
};

bool has_address(const Person& person, Means means);

struct Team {
    TeamId id;
    Target primary, backup, manager;  // schedule, person or group; kind none when not configured
    bool operator==(const Team&) const = default;
};

struct Service {
    ServiceId id;
    std::string name;
    TeamId team;
    std::string runbook;    // name of a runbook; may be empty
    std::string component;  // of the status page; may be empty
    bool operator==(const Service&) const = default;
};

// Whom a step of the ladder tells.
enum class Nudge { thread, lead_dm, backup, lead_sms_and_manager };

struct ReminderStep {
    Duration after{};  // since the update was due
    Nudge nudge{};
    bool operator==(const ReminderStep&) const = default;
};

struct SeverityRules {
    std::string name;  // Critical
    PageRule page;
    std::string ticket;  // tracker that gets a ticket instead of anybody being paged; empty: none
    std::optional<Duration> acknowledge_within;
    std::optional<Duration> update_every;  // none: no updates are asked for
    std::optional<Duration> resolve_within;
    std::optional<Duration> post_mortem_within;  // none: not required
    std::vector<ReminderStep> ladder;
    bool business_hours = false;  // reminders and pages wait for business hours
    std::string war_room;         // thread, channel or empty: slack.war_room counts
    bool operator==(const SeverityRules&) const = default;
};

struct BusinessHours {
    std::vector<int> days{1, 2, 3, 4, 5};  // ISO weekdays, Monday is 1
    int from_minute = 9 * 60;              // of the wall clock
    int to_minute = 17 * 60;               // exclusive
    std::vector<std::chrono::year_month_day> holidays;
    std::string timezone = "UTC";
    bool operator==(const BusinessHours&) const = default;
};

// What the public status page shows, and what it should not.
struct StatusPageRules {
    std::string name;
    std::vector<std::string> components;
    std::vector<std::string> internal_hosts;
    bool operator==(const StatusPageRules&) const = default;
};

// What calls and texts may cost.
struct PhoneRules {
    std::vector<std::string> countries;  // calling codes of the numbers that people may give; empty: all
    std::optional<int> daily_limit;      // of calls and texts, by UTC; none: there is no limit
    bool operator==(const PhoneRules&) const = default;

    bool takes(std::string_view number) const;  // it is of one of the countries
};

struct Rules {
    std::string organization;
    std::string timezone = "UTC";
    std::map<Severity, SeverityRules> severities;  // all four, always
    std::map<PersonId, Person> people;
    std::map<TeamId, Team> teams;
    TeamId default_team;
    std::map<ServiceId, Service> services;
    std::map<ScheduleId, Schedule> schedules;
    std::map<PolicyId, EscalationPolicy> policies;
    BusinessHours business_hours;
    std::vector<Target> admins, comms, managers;  // the configuration's `roles`
    std::vector<UserGroupId> may_declare_sev1;    // Slack user groups; empty: everybody
    bool war_room_channel = false;
    PhoneRules phones;
    std::optional<StatusPageRules> status_page;  // none: there is no page
    bool operator==(const Rules&) const = default;

    const SeverityRules& of(Severity severity) const { return severities.at(severity); }
    const Person* person_of(const UserId& user) const;             // nullptr: not configured
    const std::string& timezone_of(const PersonId& person) const;  // their own, else everybody's
    const Team* team_of(const ServiceId& service) const;  // the default team where it has none; nullptr: none
    // The person who manages the team of the service (or the default team) in Slack; empty when there is
    // none.
    UserId manager_of(const ServiceId& service) const;
    bool knows_somebody() const { return !people.empty() || !schedules.empty(); }  // else nobody can be paged
    bool is_responder(const UserId& user) const;  // on any schedule or policy, or a team's person
    bool is_admin(const UserId& user) const;
    bool is_manager(const UserId& user) const;
    bool is_comms(const UserId& user) const;
};

// The severities, ladder and business hours that apply where the configuration says nothing.
Rules default_rules();

}  // namespace tocsin

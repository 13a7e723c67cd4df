#include "bot/config/shape.h"

namespace tocsin::config {
namespace {

constexpr long long day = 86400;
constexpr long long year = 366 * day;

Shape means() {
    return list_of(choice(
        {"phone", "sms", "slack", "email", "ntfy", "pushover", "pagerduty", "betterstack", "webhook"}));
}

Shape person_shape() {
    return object({
        {"name", plain(Kind::text), "What people call this person.", "the key", false},
        {"slack", plain(Kind::slack_user), "Slack user ID, U… or W….", "", false},
        {"phone", plain(Kind::phone), "For calls and SMS, with country code: +12025550101.", "", false},
        {"email", plain(Kind::email), "For pages and reports by e-mail.", "", false},
        {"timezone", plain(Kind::zone), "Where this person lives.", "timezone", false},
        {"title", plain(Kind::text), "Shown where the person is asked for, as in Engineering Lead.", "",
         false},
        {"ntfy", plain(Kind::text), "Topic at ntfy, after the provider's prefix.", "", false},
        {"pushover", plain(Kind::text), "User key at Pushover.", "", false},
    });
}

Shape restriction_shape() {
    return object({
        {"days", list_of(plain(Kind::day)), "Days on which the window opens; none: every day.", "[]", false},
        {"from_day", plain(Kind::day), "Weekly window: the day it opens.", "", false},
        {"from", plain(Kind::clock), "When it opens, as in \"09:00\".", "", true},
        {"to_day", plain(Kind::day), "Weekly window: the day it closes.", "", false},
        {"to", plain(Kind::clock),
         "When it closes; the same as from is 24 hours, before it is over midnight.", "", true},
    });
}

Shape layer_shape() {
    return object({
        {"name", plain(Kind::text), "Shown in explanations.", "", false},
        {"rotation", choice({"hourly", "daily", "weekly", "monthly", "none"}), "Unit of a turn.", "weekly",
         false},
        {"every", integer(1, 10000), "Turns are this many units long.", "1", false},
        {"start", plain(Kind::wall_time), "First handoff, on the wall clock of the schedule's zone.", "",
         true},
        {"end", plain(Kind::wall_time), "Nobody from here on.", "", false},
        {"anchor", plain(Kind::wall_time), "Count turns from here instead of from start.", "start", false},
        {"members", list_of(plain(Kind::turn)), "Who takes turns; people of an inner list share one.", "[]",
         false},
        {"priority", integer(-1000000, 1000000), "The highest with somebody wins, equal ones add up.", "0",
         false},
        {"shift_length", duration(60, year), "A turn covers only this much from its start.", "", false},
        {"restrictions", list_of(restriction_shape()), "Only inside these windows of the wall clock.", "[]",
         false},
        {"advance", choice({"calendar", "active-days"}),
         "active-days: days outside active_days use up no turn.", "calendar", false},
        {"active_days", list_of(plain(Kind::day)), "The days that count for active-days.", "[]", false},
    });
}

Shape schedule_shape() {
    return object({
        {"name", plain(Kind::text), "What people call this schedule.", "the key", false},
        {"timezone", plain(Kind::zone), "Zone of its wall clock.", "timezone", false},
        {"layers", list_of(layer_shape()), "Its rotations.", "[]", false},
        {"overrides",
         list_of(object({
             {"kind", choice({"remove", "replace", "add", "override"}), "Applied in this order.", "override",
              false},
             {"start", plain(Kind::instant), "From this instant, with an offset or Z.", "", true},
             {"end", plain(Kind::instant), "Until this instant.", "", true},
             {"members", list_of(plain(Kind::person)), "Who is on call instead or as well.", "[]", false},
             {"for", plain(Kind::person), "Who is removed or replaced.", "", false},
             {"priority", integer(-1000000, 1000000), "Of kind override: the highest wins.", "0", false},
         })),
         "Planned exceptions; those made in Slack live in the store.", "[]", false},
    });
}

Shape policy_shape() {
    return object({
        {"name", plain(Kind::text), "What people call this policy.", "the key", false},
        {"levels",
         list_of(object({
             {"to", list_of(plain(Kind::page_target)), "Whom this level pages.", "", true},
             {"via", means(), "By which means.", "", true},
             {"timeout", duration(10, 30 * day), "When the next level follows without an acknowledgment.", "",
              true},
             {"again_after", duration(10, 30 * day), "Page who has not answered once more after this.", "",
              false},
         })),
         "Levels in the order in which they page.", "", true},
        {"repeat", integer(0, 100), "After the last level start again this many times.", "0", false},
    });
}

Shape severity_shape() {
    return object({
        {"name", plain(Kind::text), "Its name in words, as in Critical.", "as in the example", false},
        {"page",
         object({
             {"to", list_of(plain(Kind::page_target)), "Whom level 1 pages.", "", true},
             {"via", means(), "By which means.", "", true},
             {"policy", plain(Kind::policy), "Policy whose later levels follow; none: it does not escalate.",
              "", false},
             {"hours", choice({"always", "business"}), "business: outside business hours the page waits.",
              "always", false},
         }),
         "Who is paged when an incident opens.", "", false},
        {"ticket", plain(Kind::tracker), "Tracker that gets a ticket; nobody is paged.", "", false},
        {"acknowledge_within", duration(1, year), "Target for the first acknowledgment.", "", false},
        {"update_every", duration(60, year), "How often an update is due; none: never.", "", false},
        {"resolve_within", duration(1, year), "Target for the resolution.", "", false},
        {"post_mortem_within", duration(1, year), "When the post-mortem is due; none: not required.", "",
         false},
        {"war_room", choice({"thread", "channel"}), "Where it is worked on.", "slack.war_room", false},
    });
}

Shape ladder_shape() {
    return list_of(object({
        {"after", duration(0, day), "Since the update was due.", "", true},
        {"tell", choice({"thread", "lead_dm", "backup", "lead_sms_and_manager"}), "Whom this step tells.", "",
         true},
    }));
}

Shape by_severity(const Shape& shape, const std::string& what) {
    return object({{"sev1", shape, what + " of SEV 1.", "", false},
                   {"sev2", shape, what + " of SEV 2.", "", false},
                   {"sev3", shape, what + " of SEV 3.", "", false},
                   {"sev4", shape, what + " of SEV 4.", "", false}});
}

}  // namespace

std::vector<Field> rules_fields() {
    const Shape roles = list_of(plain(Kind::role_target));
    return {
        {"people", map_of(person_shape()), "Everybody who can be on call or act by name.", "", false},
        {"roles",
         object({{"admin", roles, "May do everything.", "[]", false},
                 {"comms", roles, "May publish to the status page.", "[]", false},
                 {"manager", roles, "Managers beyond those of the teams.", "[]", false}}),
         "People (person:ID) or Slack user groups (group:ID) with more rights.", "", false},
        {"business_hours",
         object({{"days", list_of(plain(Kind::day)), "Working days.", "[mon, tue, wed, thu, fri]", false},
                 {"from", plain(Kind::clock), "When they begin.", "09:00", false},
                 {"to", plain(Kind::clock), "When they end, exclusive.", "17:00", false},
                 {"holidays", list_of(plain(Kind::date)), "Days without business hours.", "[]", false}}),
         "When pages and reminders of severities with business hours go out.", "", false},
        {"schedules", map_of(schedule_shape()), "Who is on call when.", "", false},
        {"teams",
         map_of(object({{"primary", plain(Kind::team_target), "What primary means in policies.", "", false},
                        {"backup", plain(Kind::team_target), "What backup means.", "", false},
                        {"manager", plain(Kind::team_target), "What manager means.", "", false}})),
         "Whom primary, backup and manager mean for an incident of the team.", "", false},
        {"default_team", plain(Kind::team), "Team of incidents without a service.", "the only team", false},
        {"services",
         map_of(object({{"name", plain(Kind::text), "What people call it.", "the key", false},
                        {"team", plain(Kind::team), "Who is responsible.", "default_team", false},
                        {"runbook", plain(Kind::text), "Name of a runbook, without .md.", "", false},
                        {"component", plain(Kind::text), "Its component on the status page.", "", false}})),
         "What can break.", "", false},
        {"escalation_policies", map_of(policy_shape()), "Who is paged after whom.", "those of the example",
         false},
        {"severities", by_severity(severity_shape(), "Meaning"), "What each severity means.",
         "those of the example", false},
        {"reminders", by_severity(ladder_shape(), "Ladder"), "What happens while an update is overdue.",
         "as in the example; SEV 2 and 3 milder", false},
    };
}

}  // namespace tocsin::config

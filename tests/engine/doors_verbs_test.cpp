// Every verb, typed by people of every role, about an incident that everybody may read and about a private
// one.

#include <set>

#include "commands/registry.h"
#include "tests/engine/doors.h"

using namespace tocsin;
using namespace tocsin::engine::testing;

namespace {

using Effect = Row::Effect;

bool is_inside(const Incident& incident, const SlackUser& who, const Rules&) {
    return is_among(incident.participants, {who.id, ""}) && !is_lead(incident, who.id);
}
bool watches(const Incident& incident, const SlackUser& who, const Rules&) {
    return is_among(incident.watchers, {who.id, ""});
}
bool is_on(const SlackUser& who, const Rules& rules, const char* schedule) {
    const auto* person = rules.person_of(who.id);
    const auto& layers = rules.schedules.at(ScheduleId{schedule}).layers;
    return person != nullptr && std::ranges::any_of(layers, [&](const Layer& layer) {
               return std::ranges::find(layer.members, std::vector{person->id}) != layer.members.end();
           });
}
bool is_on_primary(const Incident&, const SlackUser& who, const Rules& rules) {
    return is_on(who, rules, "primary");
}
bool is_on_duty(const Incident&, const SlackUser& who, const Rules& rules) {
    return is_on(who, rules, "primary") || is_on(who, rules, "backup");
}
bool stops_reminders(const Incident& incident, const SlackUser& who, const Rules& rules) {
    return may(Right::stop_reminders, who, &incident, rules) == Verdict::yes;
}
bool is_admin(const Incident&, const SlackUser& who, const Rules& rules) {
    return may(Right::administer, who, nullptr, rules) == Verdict::yes;
}

// The line of each verb and subcommand that has a right of its own.
const std::vector<Row> lines{
    {"declare", "declare sev3 Queue stuck", Right::declare, 0},
    {"ack", "ack INC-3", Right::acknowledge, 3},
    {"update", "update INC-1 Looking at the pool.", Right::drive},
    {"status", "status INC-1", Right::see, 1, Effect::shows, "Status: Investigating"},
    {"status", "status INC-1 identified The pool.", Right::drive},
    {"status", "status INC-1 resolved Restarted.", Right::finish},
    {"severity", "severity INC-1 sev4 Smaller than it looked.", Right::drive},
    {"lead", "lead INC-1 <@U000DANA> Please.", Right::drive},
    {"role", "role INC-1 scribe <@U000KIM>", Right::drive},
    {"escalate", "escalate INC-3", Right::drive, 3, Effect::shows, "inc.escalate.confirm"},
    {"page", "page <@U000LEE> INC-1 Need your eyes.", Right::page},
    {"adhoc", "adhoc <@U000LEE> Look at the backups", Right::page, 0},
    {"pages", "pages INC-3", Right::see, 3, Effect::shows, "U000DANA"},
    {"pass", "pass INC-3", Right::take_part, 3, Effect::changes, "", is_paged},
    {"giveback", "giveback INC-1 My laptop is dead.", Right::take_part, 1, Effect::changes, "", leads},
    {"reassign", "reassign INC-3 <@U000LEE> Yours.", Right::page, 3},
    {"resolve", "resolve INC-1 Restarted.", Right::finish},
    {"cause", "cause INC-2 The pool.", Right::drive, 2},
    {"reopen", "reopen INC-2 Again.", Right::finish, 2},
    {"cancel", "cancel INC-1 A test.", Right::finish},
    {"merge", "merge INC-1 into INC-3", Right::finish},
    {"note", "note INC-1 Traffic spike.", Right::take_part},
    {"timeline", "timeline INC-1", Right::see, 1, Effect::shows, "Timeline of INC-1"},
    {"runbook", "runbook INC-1", Right::see, 1, Effect::shows, "Does it answer?"},
    {"remind", "remind INC-1 20m", Right::drive},
    {"remind", "remind INC-1 off quiet", Right::drive, 1, Effect::changes, "", stops_reminders},
    {"snooze", "snooze INC-1 5m", Right::drive},
    {"oncall", "oncall primary", Right::see, 0, Effect::shows, "until"},
    {"override", "override me primary for 4h", Right::change_rota, 0, Effect::changes, "", is_configured},
    {"swap", "swap <@U000LEE> primary", Right::change_rota, 0, Effect::changes, "", is_on_primary},
    {"handoff", "handoff Watch the pool.", Right::change_rota, 0, Effect::changes, "", is_on_duty},
    {"silence", "silence service=api for 2h because deploy", Right::page, 0},
    {"test", "test", Right::change_rota, 0, Effect::changes, "", is_configured},
    {"drill", "drill sev3 Practice", Right::page, 0},
    {"checklist", "checklist", Right::see, 0, Effect::shows, "On-call schedule"},
    {"me", "me", Right::see, 0, Effect::opens, "me.contacts", is_configured},
    {"list", "list", Right::see, 1, Effect::shows, "INC-1 SEV 3"},
    {"show", "show INC-1", Right::see, 1, Effect::shows, api_down},
    {"find", "find unreachable", Right::see, 3, Effect::shows, "INC-3 SEV 1"},
    {"join", "join INC-1", Right::take_part, 1, Effect::changes, "", is_outside},
    {"leave", "leave INC-1", Right::take_part, 1, Effect::changes, "", is_inside},
    {"watch", "watch INC-1", Right::see},
    {"unwatch", "unwatch INC-1", Right::see, 1, Effect::changes, "", watches},
    {"web", "web i/1", Right::see, 0},
    {"web", "web out all", Right::see, 0, Effect::changes, "", is_admin},
    {"metrics", "metrics 2025-01", Right::see, 0, Effect::shows, "January 2025"},
    {"statuspage", "statuspage INC-1 It is slow.", Right::publish, 1, Effect::opens, "sp.entry", nullptr,
     false},
    {"announce", "announce An upgrade.", Right::publish, 0, Effect::opens, "sp.maintenance"},
    {"help", "help", Right::see, 0, Effect::shows, "declare"},
    {"action", "action INC-1 P1 Write it down", Right::take_part},
    {"actions", "actions INC-1", Right::see, 1, Effect::shows, "Raise the pool"},
    {"postmortem", "postmortem INC-2", Right::see, 2, Effect::shows, "Post-mortem"},
    {"postmortem", "postmortem INC-2 edit", Right::write_post_mortem, 2, Effect::opens, "pm.edit"},
    {"postmortem", "postmortem INC-2 claim", Right::write_post_mortem, 2},
    {"postmortem", "postmortem INC-2 draft", Right::write_post_mortem, 2},
    {"postmortem", "postmortem INC-2 publish", Right::publish_post_mortem, 2, Effect::shows, "anyway"},
    {"postmortem", "postmortem INC-2 skip No use.", Right::skip_post_mortem, 2},
};

std::string typed(Doors& house, const Row& row, const SlackUser& who) {
    return house.says(who, row.act);
}

}  // namespace

TEST_CASE("every verb has a line, and no line is of a verb that there is not") {
    std::set<std::string_view> of_lines, of_verbs;
    for (const auto& row : lines) of_lines.insert(row.name);
    for (const auto& verb : commands::verbs()) of_verbs.insert(verb.name);
    CHECK(of_lines == of_verbs);
}

TEST_CASE("whoever types a line does what their rights give them, and what they may not leaves no trace") {
    Doors::try_all(lines, Circle::everybody, Answers::typed, typed);
}

TEST_CASE("of private incidents whoever is not in them does and learns nothing by any line") {
    Doors::try_all(lines, Circle::few, Answers::typed, typed);
}

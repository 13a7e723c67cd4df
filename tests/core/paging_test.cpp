// The paging rules of contract.md section 3, each with its edges: levels, acknowledgments, and who takes
// over.
#include <doctest/doctest.h>

#include "tests/core/night.h"

using namespace tocsin;
using namespace tocsin::testing;

TEST_CASE("a SEV 1 pages primary and backup, then goes through the policy") {
    Night night(Severity::sev1);
    night.pass(2h);
    CHECK(night.pages == Lines{"0 L1 dana phone,sms,slack", "0 L1 lee phone,sms,slack", "10 L2 lee phone,sms",
                               "20 L3 sam phone,email"});
    CHECK(night.alarms == Lines{"30 exhausted"});
    CHECK(night.incident.state == State::paging);
}

TEST_CASE("a SEV 2 pages primary, a SEV 3 does not escalate, a SEV 4 is a ticket") {
    Night high(Severity::sev2);
    high.pass(15min);
    CHECK(high.pages == Lines{"0 L1 dana sms,slack", "10 L2 lee phone,sms"});
    Night medium(Severity::sev3);
    medium.pass(2h);
    CHECK(medium.pages == Lines{"0 L1 dana slack"});
    CHECK(medium.alarms.empty());
    Night low(Severity::sev4);
    low.pass(2h);
    CHECK(low.pages.empty());
    CHECK(low.tickets == Lines{"0 github"});
    CHECK(low.incident.state == State::ticket);
}

TEST_CASE("an acknowledgment before the instant cancels a level, a tie fires it") {
    Night before(Severity::sev2);
    before.pass(9min + 59s + 999ms);
    before.does("dana", command::Acknowledge{});
    before.pass(2h);
    CHECK(before.pages == Lines{"0 L1 dana sms,slack"});
    CHECK(before.incident.state == State::investigating);
    Night tie(Severity::sev2);
    tie.pass(10min);
    tie.does("dana", command::Acknowledge{});
    tie.pass(2h);
    CHECK(tie.pages == Lines{"0 L1 dana sms,slack", "10 L2 lee phone,sms"});
    CHECK(tie.alarms.empty());
}

TEST_CASE("after an outage overdue levels fire at once, each once, and due times have not moved") {
    Night night(Severity::sev1);
    night.sleep_until(27min);
    night.fire_due();
    night.pass(2h);
    CHECK(Lines(night.pages.begin() + 2, night.pages.end()) ==
          Lines{"27 L2 lee phone,sms", "27 L3 sam phone,email"});
    CHECK(night.alarms == Lines{"30 exhausted"});

    Night answered(Severity::sev1);
    answered.sleep_until(27min);
    answered.does("dana", command::Acknowledge{});  // what arrived meanwhile is handled first
    answered.pass(2h);
    CHECK(answered.pages.size() == 2);
}

TEST_CASE("who is on call is resolved when a level fires") {
    auto rules = organisation();
    auto plan = schedule("UTC", {layer(Layer::Rotation::none, wall(2025, 1, 1), {"lee"})});
    plan.id = ScheduleId("backup");
    plan.overrides.push_back(
        {Override::Kind::override_all, opened + 5min, opened + 1h, {PersonId("kim")}, {}, 0});
    rules.schedules[plan.id] = plan;
    rules.teams[TeamId("platform")].backup = to(Target::Kind::schedule, "backup");
    Night night(Severity::sev1, rules);
    night.pass(10min);
    CHECK(night.pages ==
          Lines{"0 L1 dana phone,sms,slack", "0 L1 lee phone,sms,slack", "10 L2 kim phone,sms"});
}

TEST_CASE("the policy's steps are those at the time the incident opened") {
    Night night(Severity::sev2);
    night.rules.policies.at(PolicyId("production")).levels[1].to = {person("kim")};
    night.pass(10min);
    CHECK(night.pages.back() == "10 L2 lee phone,sms");
}

TEST_CASE("a level that reaches nobody is skipped at once and adds no timeout") {
    auto rules = organisation();
    rules.teams[TeamId("platform")].backup = {};
    Night night(Severity::sev2, rules);
    night.pass(2h);
    CHECK(night.pages == Lines{"0 L1 dana sms,slack", "10 L3 sam phone,email"});
    CHECK(night.alarms == Lines{"20 exhausted"});

    rules.teams[TeamId("platform")].primary = {};
    Night second(Severity::sev2, rules);
    CHECK(second.pages == Lines{"0 L3 sam phone,email"});
}

TEST_CASE("people without any of the means of a level are not reached by it") {
    auto rules = organisation();
    rules.people[PersonId("lee")].phone = "";
    Night night(Severity::sev1, rules);
    night.pass(12min);
    CHECK(night.pages == Lines{"0 L1 dana phone,sms,slack", "0 L1 lee slack", "10 L3 sam phone,email"});
}

TEST_CASE("when no level reaches anybody the alarm is raised at once") {
    auto rules = organisation();
    rules.teams.clear();
    Night night(Severity::sev1, rules);
    CHECK(night.pages.empty());
    CHECK(night.alarms == Lines{"0 unreachable"});
    night.pass(2h);
    CHECK(night.alarms.size() == 1);
    Night no_policy(Severity::sev3, rules);
    CHECK(no_policy.alarms == Lines{"0 unreachable"});
}

TEST_CASE("one person in two roles of a level gets one page per means") {
    auto rules = organisation();
    rules.teams[TeamId("platform")].backup = person("dana");
    Night night(Severity::sev1, rules);
    CHECK(night.pages == Lines{"0 L1 dana phone,sms,slack"});
}

TEST_CASE("a policy may begin again, and people may be paged once more inside a level") {
    auto rules = organisation();
    auto& policy = rules.policies.at(PolicyId("production"));
    policy.levels.resize(2);
    policy.repeat = 1;
    policy.levels[0].again_after = 5min;
    Night night(Severity::sev2, rules);
    night.pass(2h);
    CHECK(night.pages == Lines{"0 L1 dana sms,slack", "5 L1 dana sms,slack", "10 L2 lee phone,sms",
                               "20 L1 dana sms,slack", "25 L1 dana sms,slack", "30 L2 lee phone,sms"});
    CHECK(night.alarms == Lines{"40 exhausted"});
}

TEST_CASE(
    "giving back pages level 1 again and starts the policy over; a second acknowledgment does not outlive "
    "the first") {
    Night night(Severity::sev1);
    night.pass(12min);
    night.does("lee", command::Acknowledge{});
    CHECK_FALSE(night.tries(night.who("dana"), command::Acknowledge{}));  // thanked, that is all
    night.pass(15min);
    CHECK_FALSE(night.tries(night.who("dana"), command::GiveBack{}));
    night.pages.clear();
    night.does("lee", command::GiveBack{});
    CHECK(night.incident.state == State::paging);
    CHECK_FALSE(night.incident.lead.is_somebody());
    night.pass(30min);
    CHECK(night.pages ==
          Lines{"15 L1 dana phone,sms,slack", "15 L1 lee phone,sms,slack", "25 L2 lee phone,sms"});
}

TEST_CASE(
    "reassigning pages the new person as level 1 by the severity's means, and the policy goes on after the "
    "timeout") {
    Night night(Severity::sev2);
    night.pass(3min);
    night.does("dana", command::Acknowledge{});
    night.pass(4min);
    night.does("dana", command::Reassign{night.who("kim"), ""});
    CHECK(night.incident.state == State::paging);
    night.pass(2h);
    CHECK(night.pages ==
          Lines{"0 L1 dana sms,slack", "4 L1 kim sms,slack", "14 L2 lee phone,sms", "24 L3 sam phone,email"});
    CHECK(night.alarms == Lines{"34 exhausted"});

    auto rules = organisation();
    rules.people[PersonId("kim")].phone = rules.people[PersonId("kim")].email = "";
    rules.people[PersonId("kim")].slack = UserId();
    Night nowhere(Severity::sev2, rules);
    nowhere.pass(3min);
    nowhere.does("dana", command::Reassign{nowhere.who("kim"), ""});
    CHECK(nowhere.pages.back() == "3 L2 lee phone,sms");
}

TEST_CASE(
    "escalating fires the next level now, the later ones follow, and the incident pages until somebody "
    "acknowledges") {
    Night night(Severity::sev1);
    night.pass(2min);
    night.does("dana", command::Acknowledge{});
    night.does("dana", command::Escalate{"second pair of eyes"});
    CHECK(night.incident.state == State::paging);
    CHECK(night.incident.lead.person == PersonId("dana"));  // whoever leads still leads
    night.pass(12min);
    CHECK(Lines(night.pages.begin() + 2, night.pages.end()) ==
          Lines{"2 L2 lee phone,sms", "12 L3 sam phone,email"});
    night.does("sam", command::Acknowledge{});
    CHECK(night.incident.lead.person == PersonId("dana"));
    night.pass(2h);
    CHECK(night.alarms.empty());
    CHECK_FALSE(night.tries(night.who("dana"), command::Escalate{}));  // nobody is left
}

TEST_CASE("an acknowledgment goes back to the state it was in before it paged again") {
    Night night(Severity::sev1);
    night.does("dana", command::Acknowledge{});
    night.does("dana", command::ChangeStatus{State::identified, ""});
    night.does("dana", command::Escalate{});
    night.does("lee", command::Acknowledge{});
    CHECK(night.incident.state == State::identified);
}

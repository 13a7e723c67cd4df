// The paging rules of contract.md section 3, each with its edges, in virtual time.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/decide.h"
#include "tests/core/schedules.h"

using namespace tocsin;
using testing::at;

namespace {

const auto opened = at("2025-01-08T15:00:00Z");  // a Wednesday, 10:00 in New York

Target to(Target::Kind kind, const char* id = "") {
    return {kind, id};
}
Target person(const char* id) {
    return to(Target::Kind::person, id);
}

// The organisation of the example configuration: Dana and Lee are on call, Sam manages.
Rules organisation() {
    auto rules = default_rules();
    for (const auto* id : {"dana", "lee", "kim", "sam"}) {
        Person one;
        one.id = PersonId(id);
        one.name = id;
        one.slack = UserId("U0" + to_lower(id));
        one.phone = "+12025550101";
        one.email = std::string(id) + "@example.com";
        rules.people[one.id] = one;
    }
    rules.people[PersonId("sam")].title = "Engineering Lead";
    rules.teams[TeamId("platform")] = {TeamId("platform"), person("dana"), person("lee"), person("sam")};
    rules.default_team = TeamId("platform");
    rules.severities.at(Severity::sev4).ticket = "github";
    rules.business_hours.timezone = "America/New_York";
    return rules;
}

// One incident and everything that is paged for it: "0 L1 dana phone,sms,slack".
struct Night {
    Rules rules;
    OnCall on_call;
    Time start = opened;
    Time now = opened;
    Incident incident;
    std::vector<std::string> pages;
    std::vector<std::string> alarms;
    std::vector<std::string> tickets;

    explicit Night(Severity severity, Rules given = organisation(), Time begin = opened,
                   std::optional<OnCall> reach = {})
        : rules(std::move(given)), on_call(reach ? *reach : OnCall(rules)), start(begin), now(begin) {
        event::Declared declared;
        declared.title = "API Down";
        declared.severity = severity;
        declared.started = declared.detected = now;
        declared.state = rules.of(severity).ticket.empty() ? State::paging : State::ticket;
        incident.number = IncidentNumber{42};
        record(declared, {});
        for (const auto& body : opening(declared, rules, now)) record(body, {});
        fire_due();
    }

    void record(const EventBody& body, const Actor& by) {
        if (const auto* paged = std::get_if<event::Paged>(&body)) {
            for (const auto& order : paged->orders) {
                std::vector<std::string> via;
                for (const auto means : order.via) via.emplace_back(key_of(means));
                pages.push_back(fmt::format("{} L{} {} {}", minutes(now), paged->level, order.to.person.str(),
                                            join(via, ",")));
            }
        }
        if (const auto* ended = std::get_if<event::PagingEnded>(&body))
            alarms.push_back(fmt::format("{} {}", minutes(now), key_of(ended->end)));
        if (const auto* ticket = std::get_if<event::TicketWanted>(&body))
            tickets.push_back(fmt::format("{} {}", minutes(now), ticket->tracker));
        incident = apply(incident, {incident.number, incident.revision + 1, now, by, Via::slash, body});
    }

    std::string minutes(Time when) const {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(when - start).count();
        return seconds % 60 == 0 ? fmt::format("{}", seconds / 60)
                                 : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    }

    Actor who(const char* id) const { return actor_of(rules.people.at(PersonId(id))); }

    bool tries(const Actor& by, const CommandBody& body) {
        const auto events = decide(incident, {rules, on_call, {}}, {by, Via::slash, body}, now);
        if (!events) return false;
        for (const auto& event : *events) record(event, by);
        fire_due();
        return true;
    }
    void does(const char* id, const CommandBody& body) { REQUIRE(tries(who(id), body)); }

    void fire_due() {
        for (int i = 0; i < 20; ++i) {
            const auto timers = timers_of(incident, rules);
            const auto next = std::ranges::min_element(timers, {}, &TimerWish::due);
            if (next == timers.end() || next->due > now) return;
            const auto events =
                decide(incident, {rules, on_call, {}}, {Actor{}, Via::timer, next->command}, now);
            REQUIRE(events.has_value());
            for (const auto& event : *events) record(event, {});
        }
    }

    // Whatever is due up to and at `after` happens.
    void pass(Duration after) {
        const auto until = start + after;
        for (;;) {
            const auto timers = timers_of(incident, rules);
            const auto next = std::ranges::min_element(timers, {}, &TimerWish::due);
            if (next == timers.end() || next->due > until) break;
            now = std::max(now, next->due);
            fire_due();
        }
        now = until;
    }

    // Nothing happens in between, as if the process had not run.
    void sleep_until(Duration after) { now = start + after; }
};

using Lines = std::vector<std::string>;

}  // namespace

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
    auto plan =
        testing::schedule("UTC", {testing::layer(Layer::Rotation::none, testing::wall(2025, 1, 1), {"lee"})});
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

TEST_CASE(
    "raising pages what the new severity adds, under the level reached, and leaves due times as they are") {
    Night night(Severity::sev2);
    night.pass(4min);
    night.does("kim", command::ChangeSeverity{Severity::sev1, ""});
    night.pass(10min);
    CHECK(night.pages ==
          Lines{"0 L1 dana sms,slack", "4 L1 dana phone", "4 L1 lee phone,sms,slack", "10 L2 lee phone,sms"});

    Night later(Severity::sev2);
    later.pass(15min);
    later.does("kim", command::ChangeSeverity{Severity::sev1, ""});
    CHECK(Lines(later.pages.begin() + 2, later.pages.end()) == Lines{"15 L2 dana phone", "15 L2 lee slack"});
    later.pass(20min);
    CHECK(later.pages.back() == "20 L3 sam phone,email");
}

TEST_CASE("raising survives an acknowledgment: whoever acknowledged is not paged, no timer starts") {
    Night night(Severity::sev2);
    night.pass(2min);
    night.does("dana", command::Acknowledge{});
    night.does("dana", command::ChangeSeverity{Severity::sev1, ""});
    night.pass(2h);
    CHECK(night.pages == Lines{"0 L1 dana sms,slack", "2 L1 lee phone,sms,slack"});
    CHECK(night.incident.state == State::investigating);
}

TEST_CASE("raising starts a policy that the old severity did not have") {
    Night night(Severity::sev3);
    night.pass(5min);
    night.does("kim", command::ChangeSeverity{Severity::sev1, ""});
    night.pass(2h);
    CHECK(night.pages == Lines{"0 L1 dana slack", "5 L1 dana phone,sms", "5 L1 lee phone,sms,slack",
                               "15 L2 lee phone,sms", "25 L3 sam phone,email"});
    CHECK(night.alarms == Lines{"35 exhausted"});

    Night ticket(Severity::sev4);
    ticket.pass(5min);
    ticket.does("kim", command::ChangeSeverity{Severity::sev2, ""});
    ticket.pass(15min);
    CHECK(ticket.pages == Lines{"5 L1 dana sms,slack", "15 L2 lee phone,sms"});
}

TEST_CASE("lowering pages nobody and stops the timers of a policy that the new severity does not have") {
    Night same(Severity::sev1);
    same.pass(2min);
    same.does("kim", command::ChangeSeverity{Severity::sev2, ""});
    same.pass(10min);
    CHECK(same.pages.back() == "10 L2 lee phone,sms");
    Night none(Severity::sev1);
    none.pass(2min);
    none.does("kim", command::ChangeSeverity{Severity::sev3, ""});
    none.pass(2h);
    CHECK(none.pages.size() == 2);
    CHECK(none.alarms.empty());
    CHECK(none.incident.state == State::paging);
    Night ticket(Severity::sev2);
    ticket.pass(2min);
    ticket.does("kim", command::ChangeSeverity{Severity::sev4, ""});
    ticket.pass(2h);
    CHECK(ticket.pages.size() == 1);
    CHECK(ticket.tickets == Lines{"2 github"});
    CHECK(ticket.incident.state == State::ticket);
}

TEST_CASE("outside business hours a page waits for the opening and goes to whoever is on call then") {
    auto rules = organisation();
    auto plan = testing::schedule(
        "UTC", {testing::layer(Layer::Rotation::none, testing::wall(2025, 1, 1), {"dana"})});
    plan.id = ScheduleId("primary");
    plan.overrides.push_back({Override::Kind::override_all,
                              at("2025-01-09T12:00:00Z"),
                              at("2025-01-10T12:00:00Z"),
                              {PersonId("kim")},
                              {},
                              0});
    rules.schedules[plan.id] = plan;
    rules.teams[TeamId("platform")].primary = to(Target::Kind::schedule, "primary");
    const auto evening = at("2025-01-08T22:00:00Z");  // 17:00 in New York: closed
    Night night(Severity::sev3, rules, evening);
    CHECK(night.incident.state == State::waiting);
    CHECK(night.pages.empty());
    night.pass(24h);
    CHECK(night.pages == Lines{"960 L1 kim slack"});  // 09:00 the next day
    CHECK(night.incident.state == State::paging);

    Night friday(Severity::sev3, rules, at("2025-01-10T21:59:59Z"));
    CHECK(friday.pages.size() == 1);  // one second before five
    Night saturday(Severity::sev3, rules, at("2025-01-11T15:00:00Z"));
    CHECK(saturday.incident.paging.next_due == at("2025-01-13T14:00:00Z"));

    Night taken(Severity::sev3, rules, evening);
    taken.pass(1h);
    taken.does("dana", command::Acknowledge{});
    taken.pass(24h);
    CHECK(taken.pages.empty());

    Night raised(Severity::sev3, rules, evening);
    raised.pass(1h);
    raised.does("kim", command::ChangeSeverity{Severity::sev2, ""});
    raised.pass(75min);
    CHECK(raised.pages == Lines{"60 L1 dana sms,slack", "70 L2 lee phone,sms"});

    Night asked(Severity::sev3, rules, evening);
    asked.does("kim", command::Escalate{});  // somebody asked for it now
    CHECK(asked.pages == Lines{"0 L1 dana slack"});
}

TEST_CASE("resolving ends all paging") {
    Night night(Severity::sev1);
    night.pass(5min);
    night.does("dana", command::Resolve{});
    night.pass(2h);
    CHECK(night.pages.size() == 2);
    CHECK(night.alarms.empty());
    CHECK_FALSE(night.tries(night.who("lee"), command::Acknowledge{}));
    CHECK(night.incident.state == State::resolved);
}

TEST_CASE("somebody who can't respond is released and the next level is paged at once") {
    Night night(Severity::sev2);
    night.pass(1min);
    night.does("dana", command::PassOn{});
    CHECK(night.pages == Lines{"0 L1 dana sms,slack", "1 L2 lee phone,sms"});
    CHECK(night.incident.paging.pages[0].state == PageState::passed_on);
    night.does("dana", command::PassOn{});  // a second press
    CHECK(night.pages.size() == 2);
    CHECK_FALSE(night.tries(night.who("kim"), command::PassOn{}));
    night.does("dana", command::Acknowledge{});  // "I can after all"
    CHECK(night.incident.lead.person == PersonId("dana"));
}

TEST_CASE("anybody can be paged by hand in addition, without touching the policy") {
    Night night(Severity::sev2);
    night.pass(4min);
    night.does("dana", command::PageSomeone{{person("kim")}, {Means::phone}, "the database is yours"});
    night.pass(10min);
    CHECK(night.pages == Lines{"0 L1 dana sms,slack", "4 L1 kim phone", "10 L2 lee phone,sms"});
    auto rules = organisation();
    rules.people[PersonId("kim")].phone = "";
    Night nobody(Severity::sev2, rules);
    CHECK_FALSE(nobody.tries(nobody.who("dana"), command::PageSomeone{{person("kim")}, {Means::phone}, ""}));
}

TEST_CASE("a page's reports may come in any order, and older ones change nothing") {
    Night night(Severity::sev2);
    const auto move = [&](PageState state, const char* id = "") {
        night.tries({}, command::MovePage{1, state, "twilio", id, ""});
        return night.incident.paging.pages[0].state;
    };
    CHECK(move(PageState::sent, "SM1") == PageState::sent);
    CHECK(move(PageState::delivered) == PageState::delivered);
    CHECK(move(PageState::sent) == PageState::delivered);
    CHECK(night.incident.paging.pages[0].provider_id == "SM1");
    const auto revision = night.incident.revision;
    CHECK(move(PageState::delivered) == PageState::delivered);
    CHECK(night.incident.revision == revision);
    night.does("dana", command::Acknowledge{1});
    CHECK(night.incident.paging.pages[0].state == PageState::acknowledged);
    CHECK(move(PageState::failed) == PageState::acknowledged);
    CHECK_FALSE(night.tries({}, command::MovePage{9, PageState::sent, "", "", ""}));
}

TEST_CASE("where no provider carries any means of a level, Slack stands in") {
    const auto rules = organisation();
    OnCall on_call(rules);
    on_call.provided = std::set<Means>{};
    Night night(Severity::sev1, rules, opened, on_call);
    night.pass(20min);
    CHECK(night.pages == Lines{"0 L1 dana slack", "0 L1 lee slack", "10 L2 lee slack", "20 L3 sam slack"});
    on_call.provided = std::set{Means::sms};
    on_call.unreachable = {{PersonId("lee"), Means::sms}};
    Night refused(Severity::sev1, rules, opened, on_call);
    refused.pass(10min);
    CHECK(refused.pages == Lines{"0 L1 dana sms,slack", "0 L1 lee slack", "10 L3 sam slack"});
}

TEST_CASE("people without Slack can be paged, lead and give back") {
    auto rules = organisation();
    rules.people[PersonId("dana")].slack = UserId();
    Night night(Severity::sev1, rules);
    CHECK(night.pages.front() == "0 L1 dana phone,sms");
    night.does("dana", command::Acknowledge{});
    CHECK(night.incident.lead.name == "dana");
    CHECK(is_participant(night.incident, night.who("dana")));
    night.does("dana", command::GiveBack{});
    CHECK(night.incident.state == State::paging);
}

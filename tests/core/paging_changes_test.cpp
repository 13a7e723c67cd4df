// The paging rules of contract.md section 3, each with its edges: severities, business hours, ends and means.
#include <doctest/doctest.h>

#include "tests/core/night.h"

using namespace tocsin;
using namespace tocsin::testing;

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
    auto plan = schedule("UTC", {layer(Layer::Rotation::none, wall(2025, 1, 1), {"dana"})});
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

TEST_CASE("a page that no provider takes for now brings other means of its person, and moves no due time") {
    Night night(Severity::sev2);
    const auto due = night.incident.paging.next_due;
    REQUIRE(due);
    night.now += 1s;
    REQUIRE(night.tries({}, command::PageBesides{2}));  // what wakes nobody brings nothing that does
    CHECK(night.pages.size() == 1);
    REQUIRE(night.tries({}, command::PageBesides{1}));
    CHECK(night.pages == Lines{"0 L1 dana sms,slack", "0:01 L1 dana phone"});
    CHECK(night.incident.paging.next_due == due);
    CHECK(page_of(night.incident, 1)->state == PageState::queued);
    SUBCASE("each of them once") {
        for (int i = 0; i < 5; ++i) REQUIRE(night.tries({}, command::PageBesides{1}));
        CHECK(Lines(night.pages.begin() + 2, night.pages.end()) == Lines{"0:01 L1 dana email"});
    }
    SUBCASE("none when it has left") {
        REQUIRE(night.tries({}, command::MovePage{1, PageState::sent, "twilio", "SM1", ""}));
        REQUIRE(night.tries({}, command::PageBesides{1}));
        CHECK(night.pages.size() == 2);
    }
    SUBCASE("none after an acknowledgment") {
        night.does("lee", command::Acknowledge{});
        REQUIRE(night.tries({}, command::PageBesides{1}));
        CHECK(night.pages.size() == 2);
    }
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

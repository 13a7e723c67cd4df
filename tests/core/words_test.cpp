#include <doctest/doctest.h>

#include "bot/core/incident.h"
#include "bot/core/permissions.h"

using namespace tocsin;

TEST_CASE("a severity is understood however it is typed") {
    for (const auto* text : {"1", "sev1", "sev 1", "SEV-1", "p1", "P1", "critical", "Critical"}) {
        CAPTURE(text);
        CHECK(parse_severity(text) == Severity::sev1);
    }
    CHECK(parse_severity("high") == Severity::sev2);
    CHECK(parse_severity("medium") == Severity::sev3);
    CHECK(parse_severity("low") == Severity::sev4);
    for (const auto* text : {"", "0", "5", "sev", "sev12", "urgent", "1x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_severity(text).has_value());
    }
}

TEST_CASE("an incident is named in four ways") {
    for (const auto* text : {"INC-42", "inc-42", "DRILL-42", "#42", "42"}) {
        CAPTURE(text);
        CHECK(parse_incident(text) == IncidentNumber{42});
    }
    for (const auto* text : {"", "INC-", "INC-0", "-42", "42x", "INC-99999999999999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_incident(text).has_value());
    }
}

TEST_CASE("states and ways keep their names in both directions") {
    for (const auto* key : {"paging", "waiting", "investigating", "identified", "monitoring", "resolved",
                            "closed", "false_alarm", "merged", "ticket"}) {
        CAPTURE(key);
        REQUIRE(parse_state(key).has_value());
        CHECK(key_of(*parse_state(key)) == key);
    }
    CHECK_FALSE(parse_state("broken").has_value());
    CHECK(parse_via(key_of(Via::reaction)) == Via::reaction);
}

TEST_CASE("rights follow the table: guests none, members after joining, responders all") {
    Rules rules = default_rules();
    rules.people[PersonId{"dana"}] = {PersonId{"dana"}, "Dana", UserId{"U000DANA"}, "", "", "", "", "", ""};
    rules.people[PersonId{"sam"}] = {
        PersonId{"sam"}, "Sam", UserId{"U000SAM"}, "", "", "", "Engineering Lead", "", ""};
    Schedule primary{ScheduleId{"primary"}, "Primary", "UTC", {}, {}};
    primary.layers.push_back({});
    primary.layers[0].members = {{PersonId{"dana"}}};
    rules.schedules[primary.id] = primary;
    rules.teams[TeamId{"platform"}] = {TeamId{"platform"}, {}, {}, {Target::Kind::person, "sam"}};
    Incident incident;
    incident.participants = {{UserId{"U00JOINED"}, "Jo"}};
    const auto verdict = [&](Right right, const char* id, bool guest = false) {
        return may(right, {UserId{id}, id, "UTC", guest, false, false}, &incident, rules);
    };
    CHECK(verdict(Right::declare, "U00GUEST", true) == Verdict::no);
    CHECK(verdict(Right::declare, "U000KIM") == Verdict::yes);
    CHECK(verdict(Right::acknowledge, "U000KIM") == Verdict::ask_first);
    CHECK(verdict(Right::acknowledge, "U000DANA") == Verdict::yes);
    CHECK(verdict(Right::drive, "U000KIM") == Verdict::join_first);
    CHECK(verdict(Right::drive, "U00JOINED") == Verdict::yes);
    CHECK(verdict(Right::finish, "U00JOINED") == Verdict::no);
    CHECK(verdict(Right::finish, "U000DANA") == Verdict::yes);
    CHECK(verdict(Right::stop_reminders, "U000DANA") == Verdict::no);
    CHECK(verdict(Right::stop_reminders, "U000SAM") == Verdict::yes);
    incident.lead = {UserId{"U000KIM"}, "Kim"};
    CHECK(verdict(Right::finish, "U000KIM") == Verdict::yes);
    CHECK(verdict(Right::stop_reminders, "U000KIM") == Verdict::yes);
}

TEST_CASE("a private incident is seen by those in it and by managers, not by role alone") {
    Rules rules = default_rules();
    rules.people[PersonId{"sam"}] = {PersonId{"sam"}, "Sam", UserId{"U000SAM"}, "", "", "", "", "", ""};
    rules.admins = {{Target::Kind::person, "sam"}};
    Incident secret;
    secret.is_private = true;
    secret.participants = {{UserId{"U000KIM"}, "Kim"}};
    const auto sees = [&](const char* id) {
        return may(Right::see, {UserId{id}, id, "UTC", false, false, false}, &secret, rules) == Verdict::yes;
    };
    CHECK(sees("U000KIM"));
    CHECK_FALSE(sees("U000LEE"));
    CHECK_FALSE(sees("U000SAM"));
}

TEST_CASE("without configured people every member answers for everything") {
    const Rules rules = default_rules();
    const SlackUser anybody{UserId{"U1"}, "One", "UTC", false, false, false};
    CHECK(may(Right::acknowledge, anybody, nullptr, rules) == Verdict::yes);
    CHECK(may(Right::finish, anybody, nullptr, rules) == Verdict::yes);
}

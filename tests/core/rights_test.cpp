// Every role against every right, as interactions have them: default deny, no right by being somebody
// elsewhere.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "bot/core/permissions.h"

using namespace tocsin;

namespace {

constexpr std::array all_rights{Right::see,
                                Right::declare,
                                Right::acknowledge,
                                Right::take_part,
                                Right::drive,
                                Right::page,
                                Right::finish,
                                Right::write_post_mortem,
                                Right::publish_post_mortem,
                                Right::skip_post_mortem,
                                Right::stop_reminders,
                                Right::publish,
                                Right::change_rota,
                                Right::administer};

char letter(Verdict verdict) {
    switch (verdict) {
        case Verdict::yes:
            return 'y';
        case Verdict::ask_first:
            return 'a';
        case Verdict::join_first:
            return 'j';
        case Verdict::no:
            return '-';
    }
    return '?';
}

Person person(const char* id, const char* user) {
    Person made;
    made.id = PersonId{id};
    made.name = id;
    made.slack = UserId{user};
    return made;
}

// Dana is on call, Sam manages, Ada administers, Cora speaks to the public; Kim leads incident 42, Jo takes
// part in it, Nia has its role `comms`; Lou leads another one and has a role there.
struct House {
    Rules rules = default_rules();
    Incident incident;

    House() {
        for (const auto& [id, user] : std::map<const char*, const char*>{
                 {"dana", "U0DANA"}, {"sam", "U0SAM"}, {"ada", "U0ADA"}, {"cora", "U0CORA"}})
            rules.people[PersonId{id}] = person(id, user);
        Schedule primary{ScheduleId{"primary"}, "Primary", "UTC", {}, {}};
        primary.layers.push_back({});
        primary.layers[0].members = {{PersonId{"dana"}}};
        rules.schedules[primary.id] = primary;
        rules.admins = {{Target::Kind::person, "ada"}};
        rules.managers = {{Target::Kind::person, "sam"}};
        rules.comms = {{Target::Kind::person, "cora"}};
        incident.number = IncidentNumber{42};
        incident.severity = incident.highest_severity = Severity::sev1;
        incident.lead = {UserId{"U0KIM"}, "Kim"};
        incident.participants = {{UserId{"U0KIM"}, "Kim"}, {UserId{"U0JO"}, "Jo"}};
        incident.roles["comms"] = {UserId{"U0NIA"}, "Nia"};
    }

    std::string row(const SlackUser& user) const {
        std::string letters;
        for (const Right right : all_rights) letters += letter(may(right, user, &incident, rules));
        return letters;
    }
    std::string row(const char* id) const {
        return row(SlackUser{UserId{id}, id, "UTC", false, false, false});
    }
};

// see, declare, acknowledge, take part, drive, page, finish, write, publish and skip a post-mortem, stop
// reminders, publish, change the rota, administer
const std::vector<std::pair<const char*, const char*>> of_a_sev1{
    {"U0STRANGER", "yyayj---------"}, {"U0JO", "yyayy--y------"},  {"U0DANA", "yyyyyyyy----y-"},
    {"U0KIM", "yyyyyyyyy-yyy-"},      {"U0NIA", "yyayyy-y---y--"}, {"U0CORA", "yyayyy-y---y--"},
    {"U0SAM", "yyyyyyyyyyyyy-"},      {"U0ADA", "yyyyyyyyyyyyyy"}, {"", "yyayj---------"},
    {"U0LOU", "yyayj---------"},
};

}  // namespace

TEST_CASE("every role has the rights of its row and no other") {
    const House house;
    for (const auto& [who, row] : of_a_sev1) CHECK_MESSAGE(house.row(who) == row, who);
}

TEST_CASE("guests, bots and people who left have no right at all, whatever they were") {
    const House house;
    for (const char* who : {"U0STRANGER", "U0JO", "U0DANA", "U0KIM", "U0SAM", "U0ADA"}) {
        for (int i = 0; i < 3; ++i)
            CHECK(house.row(SlackUser{UserId{who}, who, "UTC", i == 0, i == 1, i == 2}) == "--------------");
    }
}

TEST_CASE("of a private incident whoever is not in it has no right, admins and people on call neither") {
    House house;
    house.incident.is_private = true;
    for (const char* who : {"U0STRANGER", "U0DANA", "U0ADA", "U0CORA", "U0LOU", ""})
        CHECK_MESSAGE(house.row(who) == "--------------", who);
    for (const char* who : {"U0JO", "U0KIM", "U0SAM"}) CHECK_MESSAGE(house.row(who) == House().row(who), who);
}

TEST_CASE("a right in one incident is none in another") {
    House house;
    house.incident.lead = {UserId{"U0LOU"}, "Lou"};
    house.incident.participants.clear();
    house.incident.roles.clear();
    for (const char* who : {"U0KIM", "U0JO", "U0NIA"}) CHECK_MESSAGE(house.row(who) == "yyayj---------", who);
}

// People whose Slack account goes while no event says so.
#include <algorithm>
#include <map>

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

// Lee is the admin. Slack's events about people are lost.
struct Organisation : House {
    Organisation() {
        auto settings = this->settings();
        settings.rules.admins = {{Target::Kind::person, "lee"}};
        change(settings);
        settle();
    }
    void in_slack(const std::string& user, bool deactivated) {
        slack.workspace().people.at(user).deactivated = deactivated;
    }
    std::ptrdiff_t told() {
        return std::ranges::count_if(direct(lee), [](const auto& message) {
            return has(everything(message), "The Slack account of Dana was deactivated.");
        });
    }
    bool has_left() {
        Contacts found;
        within([&](storage::Tx& tx) { found = tx.contacts(PersonId("dana")); });
        return found.left_slack;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Organisation, "whoever was deactivated is noticed within a day, and told of once") {
    in_slack(dana, true);
    pass(24h);
    CHECK(told() == 0);
    pass(20min);
    CHECK(told() == 1);
    CHECK(has_left());
    pass(48h);
    CHECK(told() == 1);
    in_slack(dana, false);
    pass(24h);
    CHECK_FALSE(has_left());
}

TEST_CASE_FIXTURE(Organisation, "a restart and a reload neither put the question off nor repeat it") {
    in_slack(dana, true);
    pass(23h);
    restart();
    change(settings());
    pass(80min);
    CHECK(told() == 1);
    const auto asked = calls("users.info").size();
    restart();
    pass(12h);
    CHECK(calls("users.info").size() == asked);
}

TEST_CASE_FIXTURE(Organisation, "a large organisation is asked about bit by bit, everybody once a day") {
    auto settings = this->settings();
    for (int i = 10; i < 22; ++i) {
        Person person;
        person.id = PersonId("p" + std::to_string(i));
        person.name = person.id.str();
        person.slack = UserId("U000PERSON" + std::to_string(i));
        auto& in_slack = slack.workspace().people[person.slack.str()];
        in_slack.id = person.slack.str();
        in_slack.name = person.name;
        settings.rules.people[person.id] = person;
    }
    change(settings);
    settle();
    forget_calls();
    pass(26h);
    CHECK(calls("users.info").size() == settings.rules.people.size());
    std::map<Time, int> at_once;
    std::map<std::string, int> about;
    for (const auto& call : calls("users.info")) {
        CHECK(++at_once[call.at] <= 5);
        CHECK(++about[call.arguments["user"].get<std::string>()] == 1);
    }
}

TEST_CASE_FIXTURE(Organisation, "somebody whom Slack does not show any more stays who they were") {
    slack.workspace().people.erase(dana);
    forget_calls();
    pass(25h);
    REQUIRE_FALSE(calls("users.info").empty());
    CHECK_FALSE(has_left());
    std::optional<SlackUser> known;
    within([&](storage::Tx& tx) { known = tx.user(UserId(dana)); });
    REQUIRE(known);
    CHECK_FALSE(known->guest);
}

#include "bot/slack/identifiers.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
namespace action = slack::action;

namespace {

// INC-1, led by Dana, who has asked Lee to lead.
struct Offered : House {
    Offered() {
        types(dana, "declare sev1 nopage API Down");  // no direct messages but ours
        types(dana, "ack INC-1");
        types(dana, "lead @lee watch the error rate");
        pass(10s);
        REQUIRE(direct(lee).size() == 1);
        REQUIRE(has(everything(direct(lee).front()), action::lead_accept));
    }
};

}  // namespace

TEST_CASE("an offer that Slack held up until it was over has no buttons when it stands") {
    House house;
    house.types(dana, "declare sev1 nopage API Down");
    house.types(dana, "ack INC-1");
    house.pass(10s);
    house.trouble({{"kind", "fail"}, {"method", "chat.postMessage"}, {"retry_after", 20}});
    house.types(dana, "lead @lee watch the error rate");
    house.pass(5s);
    REQUIRE(house.direct(lee).empty());
    house.types(dana, "lead @kim");
    house.pass(1min);
    REQUIRE_FALSE(house.direct(lee).empty());
    CHECK_FALSE(has(everything(house.direct(lee).front()), action::lead_accept));
}

TEST_CASE("a second offer is told to both, and takes the buttons of the first") {
    Offered house;
    house.types(dana, "lead @kim");
    house.pass(10s);
    REQUIRE(house.direct(kim).size() == 1);
    CHECK(has(everything(house.direct(kim).front()), action::lead_accept));
    REQUIRE(house.direct(lee).size() == 2);
    CHECK_FALSE(has(everything(house.direct(lee).front()), action::lead_accept));
    CHECK(has(everything(house.direct(lee).front()), "is asked to lead INC-1 now."));
    CHECK(has(house.direct(lee).back().text, "You don't need to answer."));

    SUBCASE("the first one may be asked again") {
        house.types(dana, "lead @lee");
        house.pass(10s);
        CHECK(has(everything(house.direct(lee).back()), action::lead_accept));
        CHECK_FALSE(has(everything(house.direct(kim).front()), action::lead_accept));
        house.presses(lee, house.direct_channel(lee), house.direct(lee).back(), action::lead_accept);
        CHECK(house.incident(1).lead.user.str() == lee);
    }
    SUBCASE("the second one accepts") {
        house.presses(kim, house.direct_channel(kim), house.direct(kim).front(), action::lead_accept);
        house.pass(5s);
        CHECK(house.incident(1).lead.user.str() == kim);
        CHECK(has(everything(house.direct(kim).front()), "You lead INC-1 now."));
    }
}

TEST_CASE("an offer ends with the incident, and when somebody takes the lead") {
    Offered house;
    SUBCASE("ended") {
        house.types(dana, "cancel INC-1 The monitor was wrong.");
    }
    SUBCASE("taken") {
        house.types(kim, "join INC-1");
        house.types(kim, "lead INC-1 me");
    }
    house.pass(10s);
    CHECK_FALSE(has(everything(house.direct(lee).front()), action::lead_accept));
}

TEST_CASE("a direct message that Slack refuses holds up nothing that would edit it") {
    House house;
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    house.pass(10s);
    house.trouble(
        {{"kind", "fail"}, {"method", "chat.postMessage"}, {"error", "user_disabled"}, {"times", 1}});
    house.types(dana, "lead @lee");
    house.types(dana, "lead me");
    house.types(dana, "lead @kim");
    house.pass(10s);
    int waiting = 0;
    house.within([&](storage::Tx& tx) { waiting = tx.outbox_size(); });
    CHECK(waiting == 0);
    CHECK(house.direct(kim).size() == 1);
}

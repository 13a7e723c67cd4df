// What becomes of action items in a tracker.

#include "bot/trackers/github.h"
#include "tests/engine/forge.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings with_tickets() {
    auto settings = with_two_schedules(example_settings());
    settings.trackers["github"] = std::make_shared<trackers::Github>(
        trackers::Account{"https://api.github.com", "example/api", "", Secret("t")});
    settings.post_mortems.tickets = "github";
    return settings;
}

struct Following : Learning {
    Forge forge;
    Following() : Learning(with_tickets()) {
        provider = [this](const channels::Request& request) { return forge(request); };
        types(dana, "declare sev3 Slow export");
        types(dana, "action INC-1 P0 Raise the pool");
        pass(1min);
        REQUIRE(incident(1).actions[0].ticket);
    }
};

}  // namespace

TEST_CASE("an action item gets a ticket, and a tracker in trouble holds nothing back") {
    Learning house(with_tickets());
    std::vector<json> issues;
    bool broken = true;
    house.provider = [&](const channels::Request& request) -> channels::Answer {
        const auto& http = std::get<channels::HttpRequest>(request);
        if (broken) return channels::HttpAnswer{503, {}, ""};
        if (http.method == "GET") return channels::HttpAnswer{200, {}, json(issues).dump()};
        issues.push_back(json::parse(http.body));
        const json made{{"number", issues.size()}, {"html_url", "https://github.com/example/api/issues/1"}};
        return channels::HttpAnswer{201, {}, made.dump()};
    };
    house.types(dana, "declare sev3 Slow export");
    house.types(dana, "ack");
    house.types(dana, "action INC-1 P0 Raise the pool <@U000DANA> by Jan 22");
    CHECK(house.last_words() == "P0 action: Raise the pool, Dana, Jan 22");
    CHECK_FALSE(house.incident(1).actions[0].ticket);
    broken = false;
    house.pass(20min);
    REQUIRE(house.incident(1).actions[0].ticket);
    CHECK(house.incident(1).actions[0].ticket->name == "example/api#1");
    REQUIRE(issues.size() == 1);
    CHECK(issues[0]["title"] == "Raise the pool");
    CHECK(has(issues[0]["body"].get<std::string>(), "inc-1-a1-"));
    CHECK(has(issues[0]["body"].get<std::string>(), "Owner: Dana. Due: 2025-01-22."));
    CHECK(has(house.types(dana, "actions INC-1"), "example/api#1"));
}

TEST_CASE_FIXTURE(Following, "a ticket that is closed in its tracker marks its action done, and says where") {
    pass(1h);
    CHECK_FALSE(incident(1).actions[0].done);
    CHECK(forge.asked <= 6);  // gently
    CHECK(forge.asked >= 5);
    restart();
    forge.closed.insert(1);
    pass(11min);
    CHECK(incident(1).actions[0].done);
    CHECK(has(last_words(), "P0 action done, example/api#1 is closed in github: Raise the pool"));
    CHECK(has(types(dana, "timeline INC-1"), "example/api#1 is closed in github"));
    const auto asked = forge.asked;
    pass(2h);
    CHECK(forge.asked == asked);
    // What somebody opens again is theirs to close.
    types(dana, "actions INC-1");
    hand_in({CommandGiven{{UserId(dana), "Dana", PersonId("dana")},
                          Via::button,
                          IncidentNumber{1},
                          command::UnfinishAction{1}}});
    settle();
    pass(2h);
    CHECK_FALSE(incident(1).actions[0].done);
    CHECK(forge.asked == asked);
}

TEST_CASE_FIXTURE(Following,
                  "a ticket that may not be read is left alone for a day, and holds back nothing") {
    int status = 0;
    SUBCASE("it is hidden") {
        status = 403;
    }
    SUBCASE("it is gone") {
        status = 404;
    }
    int refused = 0;
    provider = [&](const channels::Request& request) -> channels::Answer {
        const auto& http = std::get<channels::HttpRequest>(request);
        if (!http.url.ends_with("/issues/1")) return forge(request);
        ++refused;
        return channels::HttpAnswer{status, {}, "{}"};
    };
    pass(30min);
    CHECK(refused == 1);
    types(dana, "action INC-1 P1 Alarm on the pool");
    pass(1min);
    REQUIRE(incident(1).actions[1].ticket);
    forge.closed.insert(2);
    pass(11min);
    CHECK(incident(1).actions[1].done);
    CHECK(refused == 1);
    pass(24h);
    CHECK(refused == 2);
}

TEST_CASE_FIXTURE(Following, "credentials that a tracker does not know hold back its questions alone") {
    int refused = 0;
    provider = [&](const channels::Request& request) -> channels::Answer {
        const auto& http = std::get<channels::HttpRequest>(request);
        if (http.method != "GET") return forge(request);
        ++refused;
        return channels::HttpAnswer{401, {}, "{}"};
    };
    types(dana, "action INC-1 P1 Alarm on the pool");
    pass(1h);
    CHECK(incident(1).actions[1].ticket);
    CHECK(refused >= 3);
    CHECK(refused <= 5);
    types(dana, "action INC-1 P2 Tune the pool");
    pass(1min);
    CHECK(incident(1).actions[2].ticket);
}

TEST_CASE_FIXTURE(Following, "a tracker that asks to wait is not asked before") {
    forge.refuse_with = 429;
    forge.retry_after = "3000";
    int refused = 0;
    provider = [&](const channels::Request& request) {
        ++refused;
        return forge(request);
    };
    pass(50min);
    CHECK(refused == 1);
    forge.refuse_with = 0;
    forge.closed.insert(1);
    pass(30min);
    CHECK(incident(1).actions[0].done);
}

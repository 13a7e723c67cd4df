#include <doctest/doctest.h>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

std::vector<std::string> checklist_of(House& house, const std::string& title) {
    house.types(dana, "sev3 service:api " + title);
    house.types(dana, "ack INC-1");
    std::vector<std::string> lists;
    for (const auto& text : said_in_thread(house, 1)) {
        if (has(text, "Triage checklist")) lists.push_back(text);
    }
    return lists;
}

}  // namespace

TEST_CASE("whoever acknowledges finds the steps of the service's runbook, once") {
    auto settings = alert_settings();
    settings.rules.services[ServiceId("api")].runbook = "api-down";
    settings.setup.runbooks = {
        {"api-down", {"api-down", "API Down", {}, {"Does the API answer?", "What was deployed?"}}},
        {"search", {"search", "Search is slow", {}, {"Ask the index"}}}};
    House house(settings);
    const auto lists = checklist_of(house, "Search is slow");
    REQUIRE(lists.size() == 1);
    CHECK(has(lists[0], "Does the API answer?"));
    CHECK(has(lists[0], "What was deployed?"));
    CHECK(has(lists[0], "From the runbook API Down: /incident runbook api-down"));
    CHECK_FALSE(has(lists[0], "Health endpoint"));
    house.types(lee, "join INC-1");
    CHECK(checklist_of(house, "Search is slow").size() == 1);
}

TEST_CASE("a runbook whose steps were posted before the acknowledgment is not listed once more") {
    auto settings = alert_settings();
    settings.rules.services[ServiceId("api")].runbook = "api-down";
    settings.setup.runbooks = {{"api-down", {"api-down", "API Down", {}, {"Does the API answer?"}}}};
    House house(settings);
    house.types(dana, "sev3 service:api API Down");
    house.hand_in({CommandGiven{{UserId(dana), "Dana", PersonId("dana")},
                                Via::button,
                                IncidentNumber{1},
                                command::PostRunbook{"api-down", "API Down", {"Does the API answer?"}, {}}}});
    house.settle();
    house.types(dana, "ack INC-1");
    int lists = 0;
    for (const auto& text : said_in_thread(house, 1)) lists += has(text, "Does the API answer?") ? 1 : 0;
    CHECK(lists == 1);
}

TEST_CASE("without a runbook, or one without steps, it is the general list") {
    auto settings = alert_settings();
    settings.rules.services[ServiceId("api")].runbook = "gone";
    settings.setup.runbooks = {{"odd", {"odd", "Odd", {}, {}}}};
    for (const auto* title : {"Odd", "Else"}) {
        House house(settings);
        const auto lists = checklist_of(house, title);
        REQUIRE(lists.size() == 1);
        CHECK(has(lists[0], "Health endpoint"));
    }
}

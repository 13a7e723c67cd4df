#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

std::vector<std::string> told(House& house, const std::string& who) {
    std::vector<std::string> texts;
    for (const auto& message : house.direct(who)) texts.push_back(message.text);
    return texts;
}

void presses(House& house, const std::string& who, const std::string& action) {
    for (const auto& message : house.direct(who)) {
        for (const auto& block : message.blocks) {
            if (!has(block.dump(), "\"" + action + "\"")) continue;
            house.acts({{"as", who},
                        {"do", "press"},
                        {"channel", house.slack.workspace().direct_with(who).id},
                        {"ts", message.ts},
                        {"block_id", block["block_id"]},
                        {"action_id", action}});
            return;
        }
    }
    FAIL("there is no such button: " << action);
}

void until(House& house, std::string_view instant) {
    house.pass(*parse_rfc3339(instant) - house.clock.now());
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a person is told a day before their shift, at its start, and asked until they are ready") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-26T09:00:00Z");
    CHECK(told(house, lee) == Texts{"Your on-call shift starts tomorrow, Monday 09:00 (UTC), as primary."});
    until(house, "2025-01-27T09:00:00Z");
    REQUIRE(told(house, lee).size() == 2);
    CHECK(told(house, lee)[1] ==
          "Your on-call shift starts now: Primary On-Call until Monday 2025-02-03 09:00 UTC. Backup: Sam. "
          "Please answer the test page.");
    const auto message = everything(house.direct(lee)[1]);
    CHECK(has(message, "You take over from <@U000DANA>."));
    CHECK(has(message, "Laptop charged and within reach"));
    CHECK(has(house.messages().back().text,
              "On call now: Lee (primary) until Monday 2025-02-03 09:00 (UTC), Sam (backup)."));
    until(house, "2025-01-27T11:00:00Z");
    REQUIRE(told(house, lee).size() == 3);
    CHECK(told(house, lee)[2] ==
          "You are on call for Primary On-Call since 09:00. Are you ready? Pages reach you regardless.");
    until(house, "2025-01-27T13:00:00Z");
    REQUIRE(told(house, sam).size() == 1);
    CHECK(told(house, sam)[0] ==
          "Lee is on call for Primary On-Call since 09:00 and has not confirmed to be "
          "ready yet. Pages reach them regardless.");
}

TEST_CASE("whoever says to be ready is not asked again") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-26T09:00:00Z");
    presses(house, lee, "shift.ready");
    until(house, "2025-01-27T14:00:00Z");
    CHECK(told(house, lee).size() == 2);
    CHECK(told(house, sam).empty());
}

TEST_CASE("a note asked for before the end is read by the next person at their start") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-27T07:00:00Z");
    CHECK(told(house, dana) == Texts{"Your shift ends at 09:00. What should Lee know?"});
    house.types(dana, "handoff CSV export fails.");
    until(house, "2025-01-27T09:00:00Z");
    CHECK(told(house, dana).back() == "Your shift is over. Thank you. You were not paged. On call now: Lee.");
    CHECK(has(everything(house.direct(lee).back()), "*Handed over by <@U000DANA>*"));
    CHECK(has(everything(house.direct(lee).back()), "CSV export fails."));
}

TEST_CASE("the end of a shift says how often it was paged, and asks who leads what is open") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-22T02:00:00Z");
    house.types(kim, "declare sev1 API Down");
    house.types(dana, "ack");
    until(house, "2025-01-27T09:00:00Z");
    std::string all;
    for (const auto& text : told(house, dana)) all += text + "\n";
    CHECK(has(all, "You were paged once, 1 at night. On call now: Lee."));
    CHECK(has(all, "INC-1 is open. Who leads from 09:00?"));
    presses(house, dana, "shift.hand");
    REQUIRE(house.incident(1).lead_offer);
    CHECK(house.incident(1).lead_offer->to.name == "Lee");
    CHECK(house.incident(1).lead.name == "Dana");
}

TEST_CASE("every message is sent once, across restarts, and what fell due meanwhile is still sent") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-26T09:00:00Z");
    house.restart();
    house.settle();
    house.change(with_two_schedules(example_settings()));
    house.settle();
    CHECK(told(house, lee).size() == 1);
    // The process is away over the start of the shift.
    house.restart();
    house.clock.set(*parse_rfc3339("2025-01-27T09:20:00Z"));
    house.settle();
    CHECK(told(house, lee).size() == 2);
    house.restart();
    house.settle();
    CHECK(told(house, lee).size() == 2);
}

TEST_CASE("a changed rota changes what is said and to whom") {
    House house(with_two_schedules(example_settings()));
    auto changed = with_two_schedules(example_settings());
    changed.rules.schedules.at(ScheduleId("primary")).layers[0].members = {{PersonId("dana")},
                                                                           {PersonId("dana")}};
    house.change(changed);
    until(house, "2025-01-27T14:00:00Z");
    CHECK(told(house, lee).empty());
    CHECK(told(house, dana).empty());
}

TEST_CASE("somebody who accepted a cover is told when it begins, and not asked whether they are ready") {
    House house(with_two_schedules(example_settings()));
    house.types(dana, "override <@" + lee + "> 2025-01-23 10:00 UTC to 20:00 UTC dentist");
    presses(house, lee, "cover.accept");
    until(house, "2025-01-23T15:00:00Z");
    std::string all;
    for (const auto& text : told(house, lee)) all += text + "\n";
    CHECK(has(all, "Your on-call shift starts tomorrow, Thursday 10:00 (UTC), as primary."));
    CHECK(has(all, "Your on-call shift starts now: Primary On-Call until Thursday 2025-01-23 20:00 UTC."));
    CHECK_FALSE(has(all, "Are you ready?"));
    CHECK(told(house, sam).empty());
}

TEST_CASE("the buttons of a cover that began within a second are about that cover") {
    House house(with_two_schedules(example_settings()));
    house.clock.advance(123'456us);
    house.types(lee, "override me for 6h");
    house.pass(1min);
    REQUIRE(has(told(house, lee).back(), "Your on-call shift starts now"));
    presses(house, lee, "shift.decline");
    REQUIRE_FALSE(told(house, sam).empty());
    CHECK(has(told(house, sam).back(), "Lee asks you to cover Primary On-Call"));
}

TEST_CASE("somebody who cannot take the shift has the backup and the manager asked") {
    House house(with_two_schedules(example_settings()));
    until(house, "2025-01-26T09:00:00Z");
    presses(house, lee, "shift.decline");
    CHECK(told(house, sam).back() ==
          "Lee asks you to cover Primary On-Call, Mon 2025-01-27 09:00 to Mon "
          "2025-02-03 09:00 (UTC).");
    presses(house, sam, "cover.accept");
    until(house, "2025-01-27T09:00:00Z");
    CHECK(has(told(house, sam).back(), "Your on-call shift starts now"));
}

TEST_CASE("a gap within 14 days is told to the manager, once") {
    auto settings = with_two_schedules(example_settings());
    settings.rules.schedules.at(ScheduleId("primary")).layers[0].end =
        WallDay(std::chrono::year{2025} / 2 / 10) + std::chrono::hours{9};
    House house(settings);
    const auto gaps_told = [&] {
        auto texts = told(house, sam);
        std::erase_if(texts, [](const std::string& text) { return !has(text, "Nobody is on call"); });
        return texts;
    };
    CHECK(gaps_told().empty());
    until(house, "2025-01-28T14:32:00Z");
    REQUIRE(gaps_told().size() == 1);
    CHECK(has(gaps_told()[0], "Nobody is on call in the next 14 days at one time:"));
    CHECK(has(gaps_told()[0], "Primary On-Call: Monday 2025-02-10 09:00"));
    house.restart();
    until(house, "2025-01-30T14:00:00Z");
    CHECK(gaps_told().size() == 1);
}

TEST_CASE("Home says who is on call, how the person is reached and when their next shift is") {
    House house(with_two_schedules(example_settings()));
    const auto home_of = [&](const std::string& who) {
        house.forget_calls();
        house.acts({{"as", who}, {"do", "open_home"}});
        const auto published = house.calls("views.publish");
        REQUIRE(published.size() == 1);
        return published.front().arguments.dump();
    };
    const auto danas = home_of(dana);
    CHECK(has(danas, "You are on call"));
    CHECK(has(danas, "*Primary On-Call* until Monday 2025-01-27 09:00 (UTC). Your backup is <@U000SAM>."));
    CHECK(has(danas, "home.override"));
    CHECK(has(danas, "Next shift: Monday 2025-02-03 09:00 to Monday 2025-02-10 09:00 (UTC), primary."));
    CHECK(has(danas, "Test page: never answered yet"));
    const auto lees = home_of(lee);
    CHECK(has(lees, "Dana is on call until Monday 09:00 (UTC)."));
    CHECK(has(lees, "Next shift: Monday 2025-01-27 09:00"));
    CHECK_FALSE(has(lees, "home.override"));
    CHECK(has(home_of(sam), "*Backup On-Call*."));
    CHECK_FALSE(has(home_of(kim), "Next shift"));
    house.forget_calls();
    house.types(lee, "override me for 4h");
    house.pass(5s);
    std::string published;
    for (const auto& call : house.calls("views.publish")) published += call.arguments.dump();
    CHECK(has(published, "Lee is on call until"));
}

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

// Dana's week until Monday 14:00 UTC, then Lee's; every alert pages whoever is on call.
void presses_last(House& house, const std::string& who, const std::string& action) {
    const auto messages = house.direct(who);
    REQUIRE(!messages.empty());
    for (const auto& block : messages.back().blocks) {
        if (!has(block.dump(), action)) continue;
        house.acts({{"as", who},
                    {"do", "press"},
                    {"channel", house.slack.workspace().direct_with(who).id},
                    {"ts", messages.back().ts},
                    {"block_id", block["block_id"]},
                    {"action_id", action}});
        return;
    }
    FAIL("there is no such button");
}

std::string last_direct(House& house, const std::string& who) {
    const auto messages = house.direct(who);
    return messages.empty() ? "" : messages.back().text;
}

bool is_on_call(House& house, const std::string& name) {
    return has(house.types(kim, "oncall primary"), ": " + name + " until");
}

}  // namespace

TEST_CASE("a request for cover goes to the person by direct message and counts once accepted") {
    House house;
    const bool danas_week = is_on_call(house, "Dana");
    const auto& owner = danas_week ? dana : lee;
    const auto& other = danas_week ? lee : dana;
    const std::string owner_name = danas_week ? "Dana" : "Lee";
    const std::string other_name = danas_week ? "Lee" : "Dana";
    house.types(owner, "override <@" + other + "> to 18:00 UTC dentist");
    CHECK(last_direct(house, other) == owner_name +
                                           " asks you to cover primary, Tue 14:32 to Tue 18:00 (UTC): "
                                           "\"dentist\".");
    CHECK(is_on_call(house, owner_name));
    presses_last(house, other, "cover.accept");
    CHECK(is_on_call(house, other_name));
    CHECK(last_direct(house, owner) == other_name + " covers primary, Tue 14:32 to Tue 18:00 (UTC) for you.");
    CHECK(has(house.messages().back().text,
              "primary: " + other_name + " covers for " + owner_name + ", Tue 14:32 to Tue 18:00 (UTC)."));
    SUBCASE("and survives a restart and a reload") {
        house.restart();
        house.settle();
        CHECK(is_on_call(house, other_name));
        house.change(example_settings());
        CHECK(is_on_call(house, other_name));
        house.pass(4h);
        CHECK(is_on_call(house, owner_name));
    }
    SUBCASE("until somebody takes it back") {
        presses_last(house, owner, "cover.end");
        CHECK(is_on_call(house, owner_name));
        CHECK(has(last_direct(house, other), owner_name + " took back what was agreed"));
    }
    SUBCASE("and whoever is on call then is paged") {
        house.types(kim, "declare sev1 API Down");
        CHECK(house.incident(1).paging.pages.front().to.name == other_name);
    }
}

TEST_CASE("a request that nobody answers is given up after two hours, once, also across a restart") {
    House house;
    const bool danas_week = is_on_call(house, "Dana");
    const auto& owner = danas_week ? dana : lee;
    const auto& other = danas_week ? lee : dana;
    house.types(owner, "override <@" + other + "> tomorrow 14:00 to 18:00 dentist");
    house.pass(119min);
    CHECK(last_direct(house, owner) == "");
    house.restart();
    house.pass(2min);
    const auto told = house.direct(owner);
    REQUIRE(told.size() == 1);
    CHECK(has(told.front().text, "No answer yet from"));
    CHECK(has(told.front().text, "You stay on call. Ask the next?"));
    presses_last(house, other, "cover.accept");
    house.pass(24h);
    CHECK(house.direct(owner).size() == 1);
}

TEST_CASE("whoever is relieved by a take-over is told, and the channel too") {
    House house;
    const bool danas_week = is_on_call(house, "Dana");
    const auto& owner = danas_week ? dana : lee;
    const auto& other = danas_week ? lee : dana;
    const std::string other_name = danas_week ? "Lee" : "Dana";
    house.types(other, "override me for 4h you need sleep");
    CHECK(is_on_call(house, other_name));
    CHECK(last_direct(house, owner) ==
          other_name +
              " took over primary, Tue 14:32 to Tue 18:32 (UTC): \"you need sleep\". You are not on "
              "call then.");
    CHECK(has(house.messages().back().text, other_name + " took over from"));
}

#include <fmt/format.h>

#include <algorithm>

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

bool in_incidents(House& house, std::string_view words) {
    return std::ranges::any_of(house.messages(), [&](const auto& m) { return has(everything(m), words); });
}

}  // namespace

TEST_CASE("a private incident lives in a channel of its own, and #incidents shows nothing of it") {
    House house;
    house.types(dana, "declare sev1 private Data breach");
    house.types(dana, "ack INC-1");
    house.types(dana, "update Keys are being rotated.");
    house.types(dana, "status identified Found the leak.");
    house.pass(1min);
    const auto* room = house.channel("inc-1");
    REQUIRE(room != nullptr);
    CHECK(room->is_private);
    CHECK(room->has(dana));
    CHECK_FALSE(room->has(kim));
    const auto said = house.messages(room->id);
    CHECK(std::ranges::any_of(said, [](const auto& m) { return has(m.text, "Keys are being rotated."); }));
    CHECK(has(everything(house.card(1)), "Found the leak."));
    CHECK(std::ranges::count_if(said, [&](const auto& m) { return m.ts == house.card(1).ts; }) == 1);
    CHECK(house.messages().empty());
    house.types(dana, "severity 3 contained");
    house.types(dana, "resolve Keys rotated.");
    house.pass(1min);
    CHECK(house.incident(1).resolution);
    CHECK(house.messages().empty());
}

TEST_CASE("with war_room: channel the card stays in #incidents and the talk is in the room") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    house.types(kim, "declare sev3 API Down");
    house.pass(5s);
    house.types(dana, "ack INC-1");
    house.types(dana, "update Looking.");
    house.pass(1min);
    const auto* room = house.channel("inc-1");
    REQUIRE(room != nullptr);
    CHECK_FALSE(room->is_private);
    CHECK(room->has(kim));
    CHECK(room->has(dana));  // she came after it was made
    CHECK(in_incidents(house, "API Down"));
    const auto said = house.messages(room->id);
    CHECK(std::ranges::any_of(said, [](const auto& m) { return has(m.text, "Looking."); }));
    CHECK(std::ranges::none_of(said, [](const auto& m) { return m.is_reply(); }));
    CHECK(has(everything(house.card(1)), "<#" + room->id + ">"));

    SUBCASE("words in the room are words about its incident") {
        house.types(dana, "update Found it.", room->id);
        CHECK(has(everything(house.messages(room->id).back()), "Found it."));
    }
    SUBCASE("the resolution is on the card in #incidents") {
        house.types(dana, "resolve Pool resized.");
        house.pass(10s);
        CHECK(house.incident(1).resolution);
        CHECK(has(house.card(1).text, "Resolved"));
    }
}

TEST_CASE("a room whose name is taken gets a number") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    house.slack.workspace().add_channel("C0TAKEN", "inc-1", false, {kim}, house.clock.now());
    house.types(dana, "declare sev1 API Down");
    house.pass(1min);
    const auto* room = house.channel("inc-1-2");
    REQUIRE(room != nullptr);
    CHECK(room->has(dana));
    CHECK_FALSE(house.messages(room->id).empty());
}

TEST_CASE("where no room can be made the thread is the war room, and a private incident waits and says so") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    house.trouble(
        {{"kind", "fail"}, {"method", "conversations.create"}, {"error", "restricted_action"}, {"times", 2}});
    SUBCASE("public") {
        house.types(dana, "declare sev1 API Down");
        house.pass(1min);
        CHECK(house.channel("inc-1") == nullptr);
        CHECK_FALSE(house.thread(house.card(1).ts).empty());
    }
    SUBCASE("private") {
        house.types(dana, "declare sev1 private Data breach");
        house.pass(30s);
        CHECK(house.messages().empty());
        CHECK(house.direct(dana).size() == 1);
        house.pass(5min);  // somebody allows it
        REQUIRE(house.channel("inc-1") != nullptr);
        CHECK(house.card(1).ts == house.messages("inc-1").front().ts);
        CHECK(house.direct(dana).size() == 1);
    }
}

TEST_CASE("among thousands of channels the room whose making was not answered is found page by page") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    for (int i = 0; i < 2500; ++i) {
        house.slack.workspace().add_channel(fmt::format("A{:08}", i), fmt::format("team-{}", i), false, {kim},
                                            house.clock.now());
    }
    auto how = json{{"kind", "fail"}, {"method", "conversations.create"}, {"cut", true}};
    SUBCASE("made") {
        how["after_doing"] = true;
    }
    SUBCASE("not made: it is made now, and nothing has to be looked for") {}
    house.trouble(how);
    house.types(dana, "declare sev1 API Down");
    house.pass(2min);
    REQUIRE(house.channel("inc-1") != nullptr);
    CHECK(house.channel("inc-1-2") == nullptr);
    CHECK_FALSE(house.messages(house.channel("inc-1")->id).empty());
    CHECK(house.calls("conversations.list").size() == (how.contains("after_doing") ? 3 : 0));
}

TEST_CASE("a room of an older store is nobody's room, and the search for ours ends") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    auto& old = house.slack.workspace().add_channel("C0OLD", "inc-1", false, {kim}, house.clock.now());
    old.creator = house.slack.workspace().identity.bot_user;
    old.created = house.clock.now() - 24h;
    house.trouble({{"kind", "fail"}, {"method", "conversations.create"}, {"cut", true}});
    house.types(dana, "declare sev1 API Down");
    house.pass(2min);
    REQUIRE(house.channel("inc-1-2") != nullptr);
    CHECK(house.messages(house.channel("C0OLD")->id).empty());
    CHECK_FALSE(house.messages(house.channel("inc-1-2")->id).empty());
}

TEST_CASE("a room that was made although the answer was lost is not made twice") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    house.trouble(
        {{"kind", "fail"}, {"method", "conversations.create"}, {"cut", true}, {"after_doing", true}});
    house.types(dana, "declare sev1 API Down");
    house.pass(2min);
    CHECK(house.channel("inc-1") != nullptr);
    CHECK(house.channel("inc-1-2") == nullptr);
    CHECK_FALSE(house.messages(house.channel("inc-1")->id).empty());
}

#include "bot/channels/ntfy.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

// Dana has a push topic, which two servers carry in turn.
Settings with_push() {
    auto settings = example_settings();
    settings.rules.people.at(PersonId("dana")).ntfy = "dana";
    for (const auto* url : {"https://first.example.com", "https://second.example.com"}) {
        channels::NtfySettings server;
        server.base_url = url;
        settings.channels.add(Means::ntfy, std::make_shared<channels::Ntfy>(server));
    }
    return settings;
}

std::vector<std::string> told(House& house, const std::string& who) {
    std::vector<std::string> texts;
    for (const auto& message : house.direct(who)) texts.push_back(message.text);
    return texts;
}

}  // namespace

TEST_CASE("a test page goes to all means of the person, who is told two minutes later what became of each") {
    House house(with_push());
    std::vector<std::string> asked;
    house.provider = [&](const channels::Request& request) {
        const auto& url = std::get<channels::HttpRequest>(request).url;
        asked.push_back(url);
        const bool works = url.find("second") != std::string::npos;
        return channels::Answer(
            channels::HttpAnswer{works ? 200 : 503, {}, R"({"event":"message","id":"m1"})"});
    };
    CHECK(house.types(dana, "test") ==
          "A test page to you is on its way by Slack and ntfy. In 2 minutes you are told what became of it.");
    REQUIRE(told(house, dana).size() == 1);
    CHECK(has(told(house, dana)[0], "TEST PAGE from Tocsin. No incident."));
    house.pass(119s);
    CHECK(asked.size() == 2);
    CHECK(told(house, dana).size() == 1);
    house.restart();
    house.pass(1s);
    REQUIRE(told(house, dana).size() == 2);
    CHECK(has(told(house, dana)[1], "Slack: sent"));
    CHECK(has(told(house, dana)[1], "sent by ntfy"));
    CHECK(has(told(house, dana)[1], "Not confirmed yet"));
    CHECK(told(house, lee).empty());
    std::size_t incidents_made = 0;
    house.within(
        [&](storage::Tx& tx) { incidents_made = tx.incidents(storage::ListFilter::all, 10).size(); });
    CHECK(incidents_made == 0);
}

TEST_CASE("a means that no provider takes is reported as failed, with the reason") {
    House house(with_push());
    house.provider = [](const channels::Request&) {
        return channels::Answer(channels::HttpAnswer{503, {}, ""});
    };
    house.types(dana, "test");
    house.pass(2min);
    CHECK(has(told(house, dana).back(), "failed: ntfy:"));
}

TEST_CASE("only the person whose test page it is confirms it, once") {
    House house;
    house.types(dana, "test");
    const auto message = house.direct(dana).back();
    const auto press = [&](const std::string& who) {
        house.acts({{"as", who},
                    {"do", "press"},
                    {"channel", house.slack.workspace().direct_with(dana).id},
                    {"ts", message.ts},
                    {"block_id", message.blocks.back()["block_id"]},
                    {"action_id", "test.confirm"}});
    };
    press(dana);
    std::optional<Time> confirmed;
    house.within([&](storage::Tx& tx) { confirmed = tx.last_confirmed_page(PersonId("dana")); });
    CHECK(confirmed == start);
    house.pass(2min);
    CHECK(has(told(house, dana).back(), "Confirmed at 14:32 UTC."));
    CHECK(house.types(kim, "test") != "");
    CHECK(told(house, kim).empty());
}

TEST_CASE("a page without an incident rings for the person, and whoever asked is told when they confirm") {
    House house;
    CHECK(has(house.types(lee, "page <@U000DANA> Can you look at the backups?"), "No incident was named"));
    CHECK(has(house.types(lee, "adhoc <@U000DANA> Can you look at the backups?"), "without an incident"));
    REQUIRE(told(house, dana).size() == 1);
    const auto message = house.direct(dana).back();
    CHECK(has(message.text, "Can you look at the backups?"));
    CHECK(has(everything(message), "<@U000LEE>"));
    house.presses(dana, house.direct_channel(dana), message, "test.confirm");
    REQUIRE(told(house, lee).size() == 1);
    CHECK(has(told(house, lee).front(), "Dana confirmed your page at"));
    house.pass(2min);
    CHECK(has(told(house, lee).back(), "Page to Dana"));
    CHECK(told(house, dana).size() == 1);
    std::size_t incidents_made = 0;
    house.within(
        [&](storage::Tx& tx) { incidents_made = tx.incidents(storage::ListFilter::all, 10).size(); });
    CHECK(incidents_made == 0);
}

TEST_CASE("an unconfirmed page without an incident is said to be so, with what became of each means") {
    House house;
    house.types(lee, "adhoc <@U000DANA>");
    house.pass(2min);
    CHECK(has(told(house, lee).back(), "Not confirmed yet. Nobody else is paged by itself"));
    CHECK(has(house.types(lee, "adhoc"), "Name who is paged"));
}

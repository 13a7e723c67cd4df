// A bot that cannot start because its store is damaged or gone: who hears of it, and how often.
#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/app/fake_twilio.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

const std::string lees_number = "+12025550102";

// Lee is its admin.
struct Lost : Desktop {
    StandIn slack;
    FakeTwilio twilio;
    std::optional<Program> bot;
    int starts = 0;

    explicit Lost(bool has_phones = true) {
        auto more = std::string("roles: {admin: ['person:lee']}\n");
        if (has_phones) more += "paging:\n" + twilio.keys("poll");
        writes("tocsin.yaml", configuration(slack.api_url(), file("tocsin.db"), more));
        begins();
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
        bot->signal(SIGTERM);
        REQUIRE(bot->wait_for_end() == 0);
    }
    void begins() { bot.emplace(file("tocsin.yaml"), file("log" + std::to_string(++starts))); }
    void does_not_start() {
        begins();
        REQUIRE(bot->wait_for_end() == 5);
    }
    void is_damaged() {
        std::fstream store(file("tocsin.db"), std::ios::in | std::ios::out | std::ios::binary);
        store.seekp(4096);
        store << std::string(8192, 'x');
    }
    bool is_told_in_slack() {
        return std::ranges::any_of(slack.posts(), [](const auto& post) {
            return (post.text + post.blocks.dump()).contains("does not start");
        });
    }
    std::size_t rings() {
        return twilio.orders("/Calls.json").size() + twilio.orders("/Messages.json").size();
    }
};

}  // namespace

TEST_CASE("a damaged store is told to the admins by text and call, and not again with every start") {
    Lost house;
    house.is_damaged();
    house.does_not_start();
    CHECK(house.bot->log().contains("is damaged"));
    const auto text = house.twilio.order("/Messages.json");
    REQUIRE_MESSAGE(text, house.bot->log());
    CHECK(text->field("To") == lees_number);
    CHECK(text->field("Body").contains("does not start: its store is damaged or gone"));
    const auto call = house.twilio.order("/Calls.json");
    REQUIRE_MESSAGE(call, house.bot->log());
    CHECK(call->field("To") == lees_number);
    house.does_not_start();
    CHECK(house.rings() == 2);
    CHECK(house.slack.posts().empty());
    house.writes("tocsin.db.alarm", "2026-01-01T00:00:00Z\n");
    house.does_not_start();
    CHECK(house.rings() == 4);
}

TEST_CASE("where nobody took the alarm of a damaged store, the next start tells it") {
    Lost house(false);
    house.is_damaged();
    house.slack.act({{"do", "trouble"},
                     {"kind", "fail"},
                     {"method", "chat.postMessage"},
                     {"error", "restricted_action"},
                     {"times", 2}});  // to Lee and to the channel
    house.does_not_start();
    CHECK(house.bot->log().contains("no admin was told"));
    house.does_not_start();
    CHECK_MESSAGE(house.is_told_in_slack(), house.bot->log());
}

TEST_CASE("a store that is gone and left something behind is told of as well") {
    Lost house;
    std::filesystem::rename(house.file("tocsin.db"), house.file("tocsin.db.before-2"));
    house.does_not_start();
    CHECK(house.bot->log().contains("is gone"));
    CHECK(house.rings() == 2);
}

TEST_CASE("without a provider of calls and texts a damaged store is told in Slack") {
    Lost house(false);
    house.is_damaged();
    house.does_not_start();
    CHECK_MESSAGE(house.is_told_in_slack(), house.bot->log());
}

TEST_CASE("a store that another bot holds rings nobody") {
    Lost house;
    house.begins();
    REQUIRE(wait_until([&] { return house.slack.connections() == 2; }));
    Program second(house.file("tocsin.yaml"), house.file("second"));
    CHECK(second.wait_for_end() == 5);
    CHECK(second.log().contains("held by another process"));
    CHECK(house.rings() == 0);
}

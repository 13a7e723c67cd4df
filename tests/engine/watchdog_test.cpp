#include "tests/engine/watched.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

struct Beating : Watched {
    Beating() : Watched("https://beat.example.com/secret") {}
    std::size_t echoes() {
        const auto found = direct(lee);
        return static_cast<std::size_t>(std::ranges::count_if(
            found, [](const auto& message) { return has(message.text, "Tocsin edits this message"); }));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Beating, "the heartbeat leaves every minute, and not at all where none is configured") {
    pass(10min);
    CHECK(called_outside.size() >= 9);
    CHECK(called_outside.size() <= 11);
    CHECK(called_outside.front() == "https://beat.example.com/secret");
    auto without = settings();
    without.watchdog->heartbeat_url.clear();
    change(without);
    called_outside.clear();
    pass(10min);
    CHECK(called_outside.empty());
}

TEST_CASE_FIXTURE(Beating, "one message to the admin is edited when Slack is quiet, and comes back") {
    pass(4min);
    CHECK(echoes() == 0);
    pass(2min);
    REQUIRE(echoes() == 1);
    const auto first = direct(lee).back().text;
    pass(24min);
    CHECK(echoes() == 1);
    CHECK(direct(lee).back().text != first);
    CHECK(reconnects == 0);
    CHECK(texts(lees_number).empty());
}

TEST_CASE_FIXTURE(Beating, "what others say shows as well that events come through") {
    // Replicas tell each other of it every two seconds, and here the clock stands still in between.
    if (storage::testing::replicas_are_chosen()) return;
    for (int i = 0; i < 6; ++i) {
        pass(4min);
        types(dana, "list");
    }
    CHECK(echoes() == 0);
}

TEST_CASE_FIXTURE(Beating, "sockets that bring nothing are replaced first, then an admin is called, once") {
    types(dana, "list");
    trouble({{"kind", "silence"}, {"seconds", 7200}});
    pass(5min + 20s);
    CHECK(reconnects == 0);
    pass(30s);
    CHECK(reconnects == 1);
    CHECK(texts_saying("no word from Slack") == 0);
    pass(1min);
    CHECK(reconnects == 2);
    CHECK(texts_saying("no word from Slack") == 1);
    CHECK(calls_to(lees_number).size() == 1);
    CHECK(texts(danas_number).empty());
    CHECK(asks(ReadinessAsked{}).status == 503);
    pass(30min);
    CHECK(texts_saying("no word from Slack") == 1);
    CHECK(calls_to(lees_number).size() == 1);

    CHECK(reconnects < 30);

    deliver(last_frame());
    pass(1min);
    CHECK(texts_saying("Slack is back") == 1);
    CHECK(calls_to(lees_number).size() == 1);
    CHECK(asks(ReadinessAsked{}).status == 200);
}

TEST_CASE_FIXTURE(Beating, "a short while without sockets wakes nobody, a minute does") {
    hand_in({ConnectionsChanged{0}});
    pass(45s);
    hand_in({ConnectionsChanged{2}});
    pass(1min);
    CHECK(texts(lees_number).empty());
    hand_in({ConnectionsChanged{0}});
    pass(2min);
    CHECK(texts_saying("no word from Slack since 14:33 UTC") == 1);
    hand_in({ConnectionsChanged{2}});
    pass(1min);
    CHECK(texts_saying("Slack is back") == 1);
}

TEST_CASE("a bot that is only tried out watches nothing and calls nobody") {
    Pager pager;
    pager.hand_in({ConnectionsChanged{0}});
    pager.pass(30min);
    CHECK(pager.sent.empty());
    CHECK(pager.called_outside.empty());
}

TEST_CASE_FIXTURE(
    Beating, "by text an incident is led to its end while Slack is down, and Slack is told when it was") {
    hand_in({ConnectionsChanged{0}});
    trouble({{"kind", "fail"}, {"method", "*"}, {"status", 503}, {"times", 2000}});
    const auto declared = asks(ApiAsked{"scripts", PersonId{"lee"}, "", "declare", "", "",
                                        R"({"title":"API Down","severity":"sev1"})"});
    CHECK(declared.status == 201);
    pass(1min);
    replies(danas_number, "1");
    CHECK(incident(1).state == tocsin::State::investigating);
    pass(5min);
    replies(danas_number, "u Looking at the database");
    pass(5min);
    replies(danas_number, "res Restarted the API");
    CHECK(incident(1).state == tocsin::State::resolved);
    pass(9min);
    CHECK(messages().empty());

    trouble({{"kind", "none"}});
    hand_in({ConnectionsChanged{2}});
    pass(3min);
    REQUIRE_FALSE(messages().empty());
    const auto posted = thread(card(1).ts);
    const auto said = [&](std::string_view words, std::string_view when) {
        return std::ranges::any_of(posted, [&](const auto& message) {
            const auto whole = everything(message);
            return has(whole, words) && has(whole, when);
        });
    };
    CHECK(said("Looking at the database", "Posted late: this was at 14:38 UTC."));
    CHECK(said("Restarted the API", "Posted late: this was at 14:43 UTC."));
    CHECK(timeline(1).back().at <= start + 12min);
}

TEST_CASE_FIXTURE(Beating,
                  "after more than an hour one summary stands for what was said, and nothing is lost") {
    types(lee, "declare sev1 API Down");
    types(dana, "ack");
    const auto before = thread(card(1).ts).size();
    trouble({{"kind", "fail"}, {"method", "*"}, {"status", 503}, {"times", 20000}});
    for (const auto* words : {"u One", "u Two", "u Three"}) {
        pass(2min);
        replies(danas_number, words);
    }
    pass(80min);
    replies(danas_number, "u Four");
    pass(10min);
    CHECK(thread(card(1).ts).size() == before);
    trouble({{"kind", "none"}});
    pass(5min);
    int summaries = 0;
    int ones = 0;
    int fours = 0;
    for (const auto& message : thread(card(1).ts)) {
        const auto whole = everything(message);
        if (has(whole, "Slack was away. What happened between 14:3")) {
            ++summaries;
            for (const auto* words : {"One", "Two", "Three"}) CHECK_MESSAGE(has(whole, words), whole);
            CHECK_FALSE(has(whole, "Four"));
        } else {
            ones += has(whole, "One") ? 1 : 0;
            fours += has(whole, "Four") ? 1 : 0;
        }
    }
    CHECK(summaries == 1);
    CHECK(ones == 0);
    CHECK(fours == 1);
}

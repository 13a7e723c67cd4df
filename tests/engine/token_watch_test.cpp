// The bot token is refused while Slack's events still come.
#include "bot/base/gsm7.h"
#include "templates/watchdog_texts.h"
#include "tests/engine/watched.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

struct Refused : Watched {
    Refused() {
        settle();
        forget_calls();
    }
    void refuses(const std::string& method, const std::string& error, int times = 100000) {
        trouble({{"kind", "fail"}, {"method", method}, {"error", error}, {"times", times}});
    }
    // For five minutes, with something to say.
    void is_refused() {
        refuses("*", "token_revoked");
        types(dana, "declare sev4 Button misaligned");
        pass_with_events(5);
    }
    // Somebody asks something each minute, which is answered without the token.
    void pass_with_events(int minutes) {
        for (int i = 0; i < minutes; ++i) {
            pass(1min);
            types(dana, "help");
        }
    }
    std::size_t asked() const {
        std::size_t all = 0;
        for (const auto* method : {"auth.test", "chat.postMessage", "chat.update", "chat.postEphemeral",
                                   "conversations.open", "users.info", "views.publish"})
            all += calls(method).size();
        return all;
    }
};

constexpr std::string_view refused = "Slack has refused its bot token since 14:3";
constexpr std::string_view taken = "Slack takes its bot token again";

}  // namespace

TEST_CASE(
    "a refused bot token is told by one text and one call while events come, and nothing storms Slack") {
    for (const auto* error : {"invalid_auth", "account_inactive", "token_revoked"}) {
        CAPTURE(error);
        Refused house;
        house.refuses("*", error);
        house.types(dana, "declare sev4 Button misaligned");
        house.pass_with_events(1);
        CHECK(house.texts_saying(refused) == 0);
        house.pass_with_events(4);
        CHECK(house.texts_saying(refused) == 1);
        CHECK(house.calls_to(lees_number).size() == 1);
        CHECK(has(house.calls_to(lees_number).front().field("Twiml"), "refused its bot token"));
        const auto before = house.asked();
        for (const auto* title : {"Printer jams", "Coffee is cold", "Lights flicker"})
            house.types(dana, std::string("declare sev4 ") + title);
        house.pass_with_events(30);
        CHECK(house.asked() - before <= 31);
        CHECK(house.calls("auth.test").size() >= 25);
        CHECK(house.texts(lees_number).size() == 1);
        CHECK(house.calls_to(lees_number).size() == 1);

        house.trouble({{"kind", "none"}});
        house.pass(1min + 10s);
        CHECK(has(everything(house.card(1)), "Button misaligned"));
        CHECK(has(everything(house.card(4)), "Lights flicker"));
        CHECK(house.texts_saying(taken) == 1);
        house.pass_with_events(60);
        CHECK(house.texts(lees_number).size() == 2);
        CHECK(house.calls_to(lees_number).size() == 1);
    }
}

TEST_CASE_FIXTURE(Refused,
                  "where nothing is said either, the bot's own message finds out, and one alarm does") {
    refuses("*", "account_inactive");
    pass(1h);
    CHECK(texts_saying("Slack has refused its bot token") == 1);
    CHECK(texts(lees_number).size() == 1);
    CHECK(calls_to(lees_number).size() == 1);
    CHECK(reconnects == 0);
}

TEST_CASE_FIXTURE(Refused, "a restart tells nobody a second time") {
    is_refused();
    restart();
    pass_with_events(30);
    CHECK(texts(lees_number).size() == 1);
    trouble({{"kind", "none"}});
    pass(2min);
    CHECK(texts_saying(taken) == 1);
}

TEST_CASE_FIXTURE(Refused, "another token is tried at once, and what waited leaves with it") {
    is_refused();
    trouble({{"kind", "none"}});
    start_over_with_slack();
    settle();
    CHECK(has(everything(card(1)), "Button misaligned"));
    CHECK(texts_saying(taken) == 1);
}

TEST_CASE_FIXTURE(Refused, "what was asked with the old token says nothing of the new one") {
    if (storage::testing::replicas_are_chosen()) return;  // which of them asks is up to their turns
    refuses("chat.postMessage", "invalid_auth", 1);
    acts_only({{"as", dana},
               {"do", "slash"},
               {"channel", incidents},
               {"text", "/incident declare sev4 Button misaligned"}});
    for (int i = 0; i < 10 && calls("chat.postMessage").empty(); ++i) carry_out(step());
    REQUIRE(calls("chat.postMessage").size() == 1);
    auto question = step();
    start_over_with_slack();
    refuses("auth.test", "invalid_auth", 1);
    carry_out(std::move(question));
    REQUIRE(calls("auth.test").size() == 1);
    pass(5s);
    CHECK(has(everything(card(1)), "Button misaligned"));
    pass(10min);
    CHECK(texts(lees_number).empty());
}

TEST_CASE_FIXTURE(Refused, "a process that starts with another token is let through at once") {
    is_refused();
    trouble({{"kind", "none"}});
    restart();
    settle();
    CHECK(has(everything(card(1)), "Button misaligned"));
    CHECK(texts_saying(taken) == 1);
}

TEST_CASE_FIXTURE(Refused, "a token that is refused for a moment wakes nobody") {
    refuses("*", "invalid_auth", 2);
    types(dana, "declare sev4 Button misaligned");
    pass_with_events(10);
    CHECK(has(everything(card(1)), "Button misaligned"));
    CHECK(texts(lees_number).empty());
    CHECK(calls_to(lees_number).empty());
}

TEST_CASE_FIXTURE(Refused, "a call that is refused alone holds no other back and wakes nobody") {
    refuses("views.publish", "access_denied");
    acts({{"as", dana}, {"do", "open_home"}});
    REQUIRE_FALSE(calls("views.publish").empty());
    types(dana, "declare sev4 Button misaligned");
    CHECK(has(everything(card(1)), "Button misaligned"));
    pass_with_events(30);
    CHECK(texts(lees_number).empty());
    CHECK(calls_to(lees_number).empty());
    CHECK(calls("auth.test").size() <= 10);
}

TEST_CASE_FIXTURE(Refused, "a token that Slack says was revoked is asked after at once") {
    refuses("*", "token_revoked");
    slack::Envelope envelope;
    envelope.payload = slack::TokensRevoked{};
    hand_in({EnvelopeReceived{1, envelope, {}}});
    settle();
    CHECK(calls("auth.test").size() == 1);
    pass_with_events(3);
    CHECK(texts_saying(refused) == 1);
}

TEST_CASE_FIXTURE(Refused, "an answer that says nothing of the token is asked for again") {
    is_refused();
    trouble({{"kind", "none"}});
    refuses("auth.test", "team_added_to_org", 1);
    pass(6min);
    CHECK(has(everything(card(1)), "Button misaligned"));
    CHECK(texts_saying(taken) == 1);
}

TEST_CASE("what is said of the token is one text, at whatever time") {
    const auto now = start + 400 * 24h;
    CHECK(fits_one_segment(templates::token_refused_text(start, now)));
    CHECK(fits_one_segment(templates::token_taken_text(now)));
}

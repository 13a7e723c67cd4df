#include <algorithm>

#include "bot/slack/identifiers.h"
#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;
namespace action = slack::action;

namespace {

// INC-1, led by Dana, whose update is due in ten minutes.
struct Led : House {
    Led() {
        types(dana, "declare sev1 API Down");
        types(dana, "ack INC-1");
        pass(10s);
    }
    std::string writes(const std::string& who, const std::string& text) {
        const auto done = acts({{"as", who},
                                {"do", "message"},
                                {"channel", incidents},
                                {"text", text},
                                {"thread_ts", card(1).ts}});
        return done["ts"].get<std::string>();
    }
    void changes(const std::string& what, const std::string& ts, const std::string& text = "") {
        acts({{"as", dana}, {"do", what}, {"channel", incidents}, {"ts", ts}, {"text", text}});
        pass(5s);
    }
    sandbox::Message reminder() {
        const auto replies = thread(card(1).ts);
        const auto found =
            std::ranges::find_if(replies, [](const auto& m) { return has(m.blocks.dump(), "rem.update"); });
        REQUIRE(found != replies.end());
        return *found;
    }
    bool offers() { return has(everything(reminder()), action::reminder_use_last); }
    std::string kept() {
        std::optional<std::string> note;
        within([&](storage::Tx& tx) { note = tx.note("last_message/1"); });
        return note.value_or("nothing");
    }
};

}  // namespace

TEST_CASE("what the lead wrote in the thread becomes the update with one press") {
    Led house;
    house.writes(dana, "The pool is *exhausted*, restarting & watching");
    house.pass(10min);
    REQUIRE(house.offers());
    house.presses(dana, incidents, house.reminder(), action::reminder_use_last);
    CHECK(house.incident(1).last_words->text == "The pool is *exhausted*, restarting & watching");
    CHECK(house.incident(1).updates == 1);
    CHECK(house.kept() == "nothing");
    house.pass(10s);
    CHECK(has(everything(house.thread(house.card(1).ts).back()),
              "The pool is *exhausted*, restarting &amp; watching"));
}

TEST_CASE("a reminder offers what the lead writes after it came, and no more when that is deleted") {
    Led house;
    house.writes(lee, "I see errors too");
    house.writes(dana, "@tocsin timeline");
    house.pass(10min);
    REQUIRE_FALSE(house.offers());
    const auto ts = house.writes(dana, "Looking at the pool");
    house.pass(5s);
    REQUIRE(house.offers());
    SUBCASE("edited") {
        house.changes("edit", ts, "Looking at the *connection* pool");
        REQUIRE(house.offers());
        house.presses(dana, incidents, house.reminder(), action::reminder_use_last);
        CHECK(house.incident(1).last_words->text == "Looking at the *connection* pool");
    }
    SUBCASE("deleted") {
        house.changes("delete", ts);
        CHECK_FALSE(house.offers());
        CHECK(house.kept() == "nothing");
    }
    SUBCASE("written again: the reminder is not edited for it") {
        const auto edits = house.calls("chat.update").size();
        house.writes(dana, "Restarting the API");
        house.pass(5s);
        CHECK(house.calls("chat.update").size() == edits);
        house.presses(dana, incidents, house.reminder(), action::reminder_use_last);
        CHECK(house.incident(1).last_words->text == "Restarting the API");
    }
}

TEST_CASE("the lead's message survives the process, and goes with the incident") {
    Led house;
    house.writes(dana, "Looking at the pool");
    house.restart();
    house.pass(10min);
    CHECK(house.offers());
    house.types(dana, "cancel INC-1 The monitor was wrong.");
    CHECK(house.kept() == "nothing");
}

TEST_CASE("in a room of its own every word of the lead counts") {
    auto settings = example_settings();
    settings.rules.war_room_channel = true;
    House house(settings);
    house.types(dana, "declare sev1 API Down");
    house.types(dana, "ack INC-1");
    house.pass(10s);
    const auto room = house.channel("inc-1")->id;
    house.acts({{"as", dana}, {"do", "message"}, {"channel", room}, {"text", "Looking at the pool"}});
    house.pass(10min);
    const auto told = house.messages(room);
    CHECK(std::ranges::any_of(told,
                              [](const auto& m) { return has(everything(m), action::reminder_use_last); }));
}

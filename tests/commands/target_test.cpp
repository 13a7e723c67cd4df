#include "tests/commands/workroom.h"

using namespace tocsin;
using namespace tocsin::commands;
using namespace tocsin::commands::testing;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

struct TwoOpen : Workroom {
    TwoOpen() {
        types(dana, "declare sev3 API Down");
        types(lee, "declare sev3 CSV export fails");
    }
};

}  // namespace

TEST_CASE("no incident fits: the answer says so and offers to declare") {
    Workroom room;
    CHECK(has(words(room.types(dana, "update hello")), "No incident was named, and none fits"));
    CHECK(has(words(room.types(dana, "show INC-99")), "There is no INC-99"));
}

TEST_CASE("the incident named counts, whatever else is there") {
    TwoOpen room;
    for (const std::string_view line : {"update INC-2 words", "update inc-2 words", "update #2 words",
                                        "update 2 words", "update DRILL-2: words"}) {
        TwoOpen again;
        again.mentions(sam, line, 1);
        CHECK_MESSAGE(again.incident(2).last_words.has_value(), line);
        CHECK_MESSAGE(again.incident(2).last_words->text == "words", line);
        CHECK_MESSAGE(!again.incident(1).last_words.has_value(), line);
    }
}

TEST_CASE("in its thread an incident needs no name, and a number that is none stays a word") {
    TwoOpen room;
    room.mentions(sam, "update 500 errors everywhere", 1);
    CHECK(room.incident(1).last_words->text == "500 errors everywhere");
    room.mentions(sam, "update this looks bad", 2);
    CHECK(room.incident(2).last_words->text == "this looks bad");
    room.mentions(sam, "severity this 2", 2);
    room.mentions(sam, "severity 4", 1);
    CHECK(room.incident(1).severity == Severity::sev4);
}

TEST_CASE("the only one the person leads is meant before all others") {
    TwoOpen room;
    room.types(sam, "ack INC-2");
    room.types(sam, "update Looking");
    CHECK(room.incident(2).last_words->text == "Looking");
}

TEST_CASE("two are open: the bot asks, keeps the words, and goes on with the choice") {
    TwoOpen room;
    const auto question = room.types(sam, "update Pool exhausted");
    CHECK(has(words(question), "Which one?"));
    room.presses_button(sam, question, slack::action::pick);
    CHECK(room.incident(2).last_words->text == "Pool exhausted");
    CHECK_FALSE(room.incident(1).last_words.has_value());
    room.advance(4s);
    CHECK(has(words(room.presses_button(sam, question, slack::action::pick)), "answered already"));
}

TEST_CASE("with more than five the choice is a list, and 10 minutes later it is void") {
    Workroom room;
    for (int i = 1; i <= 7; ++i) room.types(dana, "declare sev3 Broken thing " + std::to_string(i));
    const auto question = room.types(sam, "resolve done");
    room.advance(11min);
    CHECK(
        has(words(room.presses_button(sam, question, slack::action::pick_select)), "older than 10 minutes"));
    const auto again = room.types(sam, "resolve done");
    room.presses_button(sam, again, slack::action::pick_select);
    CHECK(room.incident(7).state == State::resolved);
}

TEST_CASE("a private incident does not exist for those who may not read it") {
    Workroom room;
    room.types(dana, "declare sev1 private Data breach");
    for (const std::string_view line :
         {"show INC-1", "ack INC-1", "status INC-1", "timeline 1", "update x", "list"}) {
        const auto answer = everything(room.types(lee, line));
        CHECK_MESSAGE(!has(answer, "breach"), line);
    }
    CHECK(words(room.types(lee, "show INC-1")) == words(room.types(lee, "show INC-1")));
    CHECK(has(words(room.presses(lee, slack::action::acknowledge, "1.1")), "There is no INC-1"));
    CHECK(room.incident(1).lead.user.empty());
    room.types(sam, "ack");  // the manager may
    CHECK(room.incident(1).lead.user == sam.id);
}

TEST_CASE("after the end the last one is shown, and a single ended one is reopened") {
    Workroom room;
    room.types(dana, "declare sev3 API Down");
    room.types(dana, "resolve done");
    CHECK(has(everything(room.types(kim, "show")), "INC-1"));
    CHECK(has(everything(room.types(kim, "timeline")), "INC-1"));
    room.types(dana, "reopen Errors are back");
    CHECK(is_open(room.incident(1).state));
}

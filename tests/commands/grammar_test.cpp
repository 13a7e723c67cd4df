#include "commands/grammar.h"

#include <doctest/doctest.h>

#include <random>

#include "bot/base/text.h"
#include "commands/update.h"

using namespace tocsin;
using namespace tocsin::commands;

TEST_CASE("a line is read as it was typed, not as a phone or Slack changed it") {
    CHECK(normalise("declare sev1 API Down \u2014 all requests fail") ==
          "declare sev1 API Down -- all requests fail");
    CHECK(normalise("it\u2019s \u201Cdown\u201D") == "it's \"down\"");
    CHECK(normalise("a &lt; b &amp;amp; c") == "a < b &amp; c");
    CHECK(normalise("two\u00A0words\nand a line") == "two words\nand a line");
    CHECK(normalise("  <@U0DANA|dana>  ") == "<@U0DANA|dana>");
    CHECK(normalise("evil\u202Etxt") == "eviltxt");
    CHECK(normalise(std::string(40'000, 'x')).size() == max_command_bytes);
}

TEST_CASE("words come off one by one and leave the rest as it is") {
    std::string_view text = "  update   Pool  exhausted\nstill ";
    CHECK(take_word(text) == "update");
    CHECK(text == "Pool  exhausted\nstill ");
    CHECK(take_word(text) == "Pool");
    text = " \n\t";
    CHECK(take_word(text).empty());
    CHECK(text.empty());
}

TEST_CASE("people are named by mention, by me, or by a name that is not searched for") {
    CHECK(parse_user("<@U0DANA>") == Named{UserId{"U0DANA"}, ""});
    CHECK(parse_user("<@W0DANA|dana>") == Named{UserId{"W0DANA"}, ""});
    CHECK(parse_user("ME") == Named{UserId{}, "me"});
    CHECK(parse_user("@kim") == Named{UserId{}, "kim"});
    for (const std::string_view word : {"", "@", "kim", "<@>", "<@u1>", "<!channel>", "<@U1", "<#C1>"}) {
        CHECK_MESSAGE(!parse_user(word).has_value(), word);
    }
}

TEST_CASE("the first word may name the incident") {
    using Kind = commands::Target::Kind;
    struct Row {
        std::string_view text;
        Kind kind;
        std::int64_t number;
        std::string_view rest;
    };
    for (const auto& row :
         {Row{"INC-42 text", Kind::named, 42, "text"}, Row{"inc-42: text", Kind::named, 42, "text"},
          Row{"DRILL-7", Kind::named, 7, ""}, Row{"#42 a b", Kind::named, 42, "a b"},
          Row{"42 a", Kind::bare_number, 42, "a"}, Row{"This", Kind::here, 0, ""},
          Row{"text INC-42", Kind::none, 0, "text INC-42"}, Row{"INC-0", Kind::none, 0, "INC-0"},
          Row{"INC-99999999999999999999", Kind::none, 0, "INC-99999999999999999999"},
          Row{"", Kind::none, 0, ""}}) {
        auto text = row.text;
        const auto target = take_target(text);
        CHECK_MESSAGE(target.kind == row.kind, row.text);
        CHECK_MESSAGE(target.number.value() == row.number, row.text);
        CHECK_MESSAGE(text == row.rest, row.text);
    }
}

TEST_CASE("what follows the mention of the bot is the command") {
    const UserId bot{"UBOT"};
    CHECK(after_mention("<@UBOT> update Pool", bot) == "update Pool");
    CHECK(after_mention("hey <@UBOT|tocsin>  ack", bot) == "ack");
    CHECK(after_mention("<@UBOTTOM> ack", bot) == "<@UBOTTOM> ack");
    CHECK(after_mention("ack", bot) == "ack");
    CHECK(after_mention("<@UBOT", bot) == "<@UBOT");
}

TEST_CASE("an update may begin with a status and end with promises") {
    struct Row {
        std::string_view text, words;
        std::optional<State> status;
        int eta_minutes, next_minutes;
    };
    for (const auto& row :
         {Row{"Pool exhausted.", "Pool exhausted.", {}, 0, 0},
          Row{"identified: Pool exhausted. eta 5m", "Pool exhausted.", State::identified, 5, 0},
          Row{"Monitoring: quiet next 15 min eta 1h", "quiet", State::monitoring, 60, 15},
          Row{"note: the eta is unknown", "note: the eta is unknown", {}, 0, 0},
          Row{"the eta 5", "the", {}, 5, 0},
          Row{"first line\nsecond line next 20m", "first line\nsecond line", {}, 0, 20},
          Row{"eta 5m", "", {}, 5, 0}}) {
        const auto typed = parse_update(row.text);
        CHECK_MESSAGE(typed.update.text == row.words, row.text);
        CHECK_MESSAGE(typed.update.status == row.status, row.text);
        CHECK_MESSAGE(typed.update.eta.value_or(0min) == std::chrono::minutes{row.eta_minutes}, row.text);
        CHECK_MESSAGE(typed.update.next.value_or(0min) == std::chrono::minutes{row.next_minutes}, row.text);
        CHECK_FALSE(typed.resolves);
    }
    CHECK(parse_update("resolved: restarted").resolves);
}

TEST_CASE("no bytes upset the grammar") {
    std::mt19937 random(20250121);
    std::uniform_int_distribution<int> byte(0, 255);
    for (int round = 0; round < 2000; ++round) {
        std::string noise(static_cast<std::size_t>(byte(random)), ' ');
        for (auto& c : noise) c = static_cast<char>(byte(random));
        const auto text = normalise(noise);
        REQUIRE(valid_utf8(text));
        auto rest = std::string_view(text);
        take_target(rest);
        const auto word = take_word(rest);
        parse_user(word);
        parse_update(text);
        after_mention(text, UserId{"UBOT"});
        REQUIRE(rest.size() <= text.size());
    }
}

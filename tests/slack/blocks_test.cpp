#include <doctest/doctest.h>

#include "bot/base/text.h"
#include "bot/slack/button_value.h"
#include "bot/slack/elements.h"
#include "tests/read_json.h"

using namespace tocsin;
using namespace tocsin::slack;

TEST_CASE("Plain text is escaped and cut visibly where it is not a literal") {
    const Plain<10> words(std::string("a & b, and much more"));
    CHECK(words.text() == "a &amp; b…");
    const Plain<10> literal("Resolve");
    CHECK(literal.text() == "Resolve");
    CHECK(utf16_length(Plain<75>(std::string(500, 'x')).text()) == 75);
}

TEST_CASE("Blocks carry their prefix, part and revision as an ID; empty ones are left out") {
    Blocks blocks("card", 3);
    blocks.header("head", "API Down");
    blocks.section("none", std::string());
    blocks.context("foot", {"", ""});
    blocks.actions("actions", {});
    blocks.section("text", "words");
    const auto json = read_json(blocks.take());
    REQUIRE(json.size() == 2);
    CHECK(json[0]["block_id"] == "card.head.3");
    CHECK(json[1]["block_id"] == "card.text.3");
    CHECK(Blocks("home").id("head") == "home.head");
}

TEST_CASE("A message never has more blocks, fields or options than Slack takes") {
    Blocks blocks("card", 1);
    for (int i = 0; i < 200; ++i) blocks.section(std::to_string(i), "words");
    CHECK(read_json(blocks.take()).size() == limit::message_blocks);
    Blocks fields("card", 1);
    fields.fields("facts", std::vector<Markup<limit::field>>(20, "field"));
    CHECK(read_json(fields.take())[0]["fields"].size() == limit::fields);
    const std::vector<Option> options(300, Option{"One", "1"});
    CHECK(read_json(static_select("pick", options, "", ""))["options"].size() == select_options);
    CHECK(read_json(overflow("more", options))["options"].size() == overflow_options);
}

TEST_CASE("A choice that does not exist is not preselected") {
    const std::vector<Option> options{{"One", "1"}, {"Two", "2"}};
    CHECK(read_json(static_select("pick", options, "2", ""))["initial_option"]["value"] == "2");
    CHECK_FALSE(read_json(static_select("pick", options, "3", "")).contains("initial_option"));
    const std::vector<std::string> ticked{"2", "9"};
    CHECK(read_json(checkboxes("tick", options, ticked))["initial_options"].size() == 1);
    CHECK_FALSE(read_json(checkboxes("tick", options, {})).contains("initial_options"));
}

TEST_CASE("Values of buttons are read back as they were written") {
    using Kind = ButtonValue::Kind;
    const IncidentNumber number{42};
    for (const auto& value :
         {ButtonValue{number, Kind::incident, 0, ""}, ButtonValue{number, Kind::incident, 0, "noise"},
          ButtonValue{number, Kind::card, 3, ""}, ButtonValue{number, Kind::card, 3, "severity"},
          ButtonValue{number, Kind::reminder, 2, "snooze.10"}, ButtonValue{number, Kind::reminder, 2, ""},
          ButtonValue{number, Kind::page, 1, ""}}) {
        CHECK(parse_button_value(format(value)) == value);
    }
    CHECK(format({number, Kind::reminder, 2, "5"}) == "42.r2.5");
}

TEST_CASE("A value that Tocsin does not write is refused") {
    for (const auto* text : {"", "x", "0", "-1", "99999999999999999999", ".1", "42x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_button_value(text));
    }
    CHECK(parse_button_value("42.statuspage")->argument == "statuspage");
}

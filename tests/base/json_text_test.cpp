#include "bot/base/json_text.h"

#include <doctest/doctest.h>

#include <vector>

using namespace tocsin;

TEST_CASE("a value is its text, strings escaped as JSON wants it") {
    CHECK(JsonText().text() == "null");
    CHECK(JsonText(true).text() == "true");
    CHECK(JsonText(-12).text() == "-12");
    CHECK(JsonText("say \"hi\" \\ or\n\t\x01 é").text() == R"("say \"hi\" \\ or\n\u0009\u0001 é")");
    CHECK(JsonText(std::string("a\0b", 3)).text() == R"("a\u0000b")");
}

TEST_CASE("what is no UTF-8 becomes something that can be read") {
    CHECK(JsonText("bad \xff byte").text() == "\"bad \xEF\xBF\xBD byte\"");
}

TEST_CASE("objects and lists are put together and grow") {
    auto object = JsonText::object({{"name", "API"}, {"open", true}, {"lead", nullptr}});
    CHECK(object.text() == R"({"name":"API","open":true,"lead":null})");
    object.set("numbers", JsonText::array({1, 2}));
    CHECK(object.text() == R"({"name":"API","open":true,"lead":null,"numbers":[1,2]})");
    auto list = JsonText::array(std::vector<JsonText>{});
    CHECK(list.text() == "[]");
    list.push_back("{");
    list.push_back(JsonText::object());
    CHECK(list.text() == R"(["{",{}])");
    auto empty = JsonText::object();
    empty.set("a", 1);
    CHECK(empty.text() == R"({"a":1})");
}

TEST_CASE("only an object gets members, only a list elements") {
    auto list = JsonText::array();
    CHECK_THROWS(list.set("name", 1));
    JsonText nothing;
    CHECK_THROWS(nothing.push_back(1));
}

TEST_CASE("null is null however it was written") {
    CHECK(JsonText::raw("null").is_null());
    CHECK(JsonText::raw("{}") == JsonText::object());
    CHECK_FALSE(JsonText("").is_null());
}

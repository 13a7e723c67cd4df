#include "bot/base/text.h"

#include <doctest/doctest.h>

using namespace tocsin;

TEST_CASE("text is cut at a word with a mark, counted as Slack counts") {
    CHECK(cut("short", 10) == "short");
    CHECK(cut("the database is down", 18) == "the database is…");
    CHECK(cut("abcdefghij", 5) == "abcd…");
    CHECK(utf16_length(cut("😀😀😀😀", 5)) <= 5);
    CHECK(cut("äöüäöü", 6) == "äöüäöü");
    CHECK(cut("anything", 0).empty());
}

TEST_CASE("bytes that are no UTF-8 and characters that deceive do not survive") {
    CHECK(clean_utf8("ok\xff\xfe!") == "ok\xEF\xBF\xBD!");
    CHECK(clean_utf8(std::string_view("a\0b", 3)) == "ab");
    CHECK(clean_utf8("evil\xE2\x80\xAEtxt") == "eviltxt");
    CHECK(clean_utf8("line\nnext\ttab") == "line\nnext\ttab");
    CHECK(valid_utf8("grün"));
    CHECK_FALSE(valid_utf8("\xC0\xAF"));
    CHECK_FALSE(valid_utf8("\xED\xA0\x80"));
}

TEST_CASE("one or two letters off is near, more is far") {
    CHECK(edit_distance("resolv", "resolve", 2) == 1);
    CHECK(edit_distance("udpate", "update", 2) == 1);
    CHECK(edit_distance("ack", "ack", 2) == 0);
    CHECK(edit_distance("banana", "resolve", 2) == 3);
}

TEST_CASE("lists of words read as people say them") {
    CHECK(join_and({}) == "");
    CHECK(join_and({"a"}) == "a");
    CHECK(join_and({"a", "b"}) == "a and b");
    CHECK(join_and({"a", "b", "c"}) == "a, b and c");
}

TEST_CASE("the first sentence ends at its full stop") {
    CHECK(first_sentence("Root cause found. More later.") == "Root cause found.");
    CHECK(first_sentence("api.example.com is down") == "api.example.com is down");
    CHECK(first_sentence("one\ntwo") == "one");
}

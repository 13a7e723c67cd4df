#include <doctest/doctest.h>

#include "bot/config/document.h"

using namespace tocsin::config;

TEST_CASE("a value of a document is the same as JSON, whatever it was written in") {
    std::vector<Finding> findings;
    const auto yaml = read_document(
        "a: 1\nb: '1'\nc: true\nd: \"true\"\ne: ~\nf: [x, 1.5, {g: 010}]\nh: {}\ni: \"\\\"\\n\"\n", findings);
    CHECK(json_text_of(yaml) ==
          R"({"a":1,"b":"1","c":true,"d":"true","e":null,"f":["x",1.5,{"g":"010"}],"h":{},"i":"\"\n"})");
    const std::string text = R"({"a":1,"b":"1","c":[true,null,"null",-0.5e3,{}],"d":{"e":"x"}})";
    CHECK(json_text_of(read_document(text, findings)) == text);
    CHECK(findings.empty());
}

// Patterns that keep other matchers busy for years, and texts made for them: each is judged at once, or
// refused when it is read.

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "bot/alerts/pattern.h"

using namespace tocsin::alerts;

namespace {

const std::vector<std::string> evil{
    "^(a+)+$",
    "^([a-zA-Z]+)*$",
    "^(a|aa)+$",
    "^(a|a?)+$",
    "^(.*a){20}$",
    "(x+x+)+y",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{"
    "2,3}))$",
    "^(?:(?:a*)*)*b$",
    "(.*)*=.*",
    "^\\s+|\\s+$",
    "(a?){50}a{50}",
    "([\\w.]+)*@",
    "^(\\d+)*(\\d+)*(\\d+)*$",
    ".*.*.*.*.*.*.*.*=x",
};

const std::vector<std::string> texts{
    std::string(16'000, 'a') + "!",
    std::string(16'000, 'x'),
    std::string(16'000, ' ') + "x",
    std::string(8'000, '1') + "x" + std::string(8'000, '1'),
    [] {
        std::string text;
        while (text.size() < 16'000) text += "a.b-c_";
        return text + "@";
    }(),
};

}  // namespace

TEST_CASE("patterns that are made to hang are judged at once, whatever the text") {
    using namespace std::chrono_literals;
    const auto begun = std::chrono::steady_clock::now();
    int found = 0;
    for (const auto& pattern : evil) {
        const auto compiled = Pattern::compile(pattern);
        REQUIRE_MESSAGE(compiled, pattern);
        for (const auto& text : texts) found += (*compiled)->found_in(text) ? 1 : 0;
    }
    CHECK(found > 0);
    // A backtracking matcher needs longer than the universe is old for the first of them alone.
    CHECK(std::chrono::steady_clock::now() - begun < 20s);
}

TEST_CASE("what only a backtracking matcher can judge, and what would fill the memory, is refused") {
    for (const char* pattern :
         {"(a)\\1", "(?=a)b", "(?<!a)b", "(?>a+)b", "((a{1000}){1000}){1000}", "a{100000}", "(", "[z-a]"})
        CHECK_MESSAGE(!Pattern::compile(pattern), pattern);
}

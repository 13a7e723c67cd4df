#include <doctest/doctest.h>

#include <chrono>
#include <random>

#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

namespace {

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

}  // namespace

TEST_CASE("malformed YAML and JSON are one error with a place") {
    for (const char* text :
         {"a: [1, 2", "a: {b: 1", "a: \"open", "a:\n  - b\n c: d", "key: value: more", "\t- tab", "{", "{]",
          "{\"a\":}", "{\"a\": 1,}", "{\"a\": 01}", "{\"a\": \"\\x\"}", "a: *nobody", "%YAML", "? a\n: b: c",
          "a: !ruby/object x", "---\na: 1\n---\nb: 2\n", "just words"}) {
        CAPTURE(text);
        const auto found = errors_in(text);
        REQUIRE_FALSE(found.empty());
        CHECK(found.front().starts_with("t.yaml:"));
    }
}

TEST_CASE("deep nesting is refused in every notation") {
    for (const std::string& text :
         {repeated("[", 10'000), "a: " + repeated("[", 10'000) + repeated("]", 10'000),
          "a: " + repeated("{a: ", 10'000), "{\"a\":" + repeated("[", 10'000), repeated("{\"a\":", 100'000),
          "a:\n" + repeated("- ", 10'000) + "x", repeated("? ", 10'000)}) {
        CAPTURE(text.substr(0, 20));
        CHECK_FALSE(errors_in(text).empty());
    }
    CHECK(
        any_has(errors_in("a: " + repeated("[", 40) + repeated("]", 40)), "nested more than 32 levels deep"));
}

TEST_CASE("an alias bomb is refused before it fills the memory") {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before +
                repeated(", " + before, 9) + "]\n";
    }
    CHECK(any_has(errors_in(text), "too many values"));
    CHECK(any_has(errors_in("a: &a \"" + repeated("x", 500'000) + "\"\nb: [" + repeated("*a, ", 100) + "*a]"),
                  "too many values"));
    CHECK(any_has(errors_in("a: &a [*a]"), "t.yaml:1:8: an alias inside of what it stands for"));
}

TEST_CASE("an alias is the value it stands for") {
    const Loaded loaded = load("people: {dana: &d {slack: U0DANA, phone: \"+12025550101\"}, lee: *d}\n");
    CHECK(any_has(lines(loaded, Weight::error), "dana and lee have the same slack ID"));
    CHECK(loaded.configuration.rules.people.at(PersonId("lee")).phone == "+12025550101");
}

TEST_CASE("text that is not UTF-8 or has control characters is refused with its place") {
    CHECK(errors_in("organization: A\ntimezone: \xff\n")
              .front()
              .starts_with("t.yaml:2:1: text that is not UTF-8"));
    CHECK(
        errors_in("organization: \x04\nslack: {}\n").front().starts_with("t.yaml:1:15: a control character"));
    CHECK(errors_in(std::string("a: \0b", 5)).front().starts_with("t.yaml:1:4: a control character"));
    CHECK(errors_in("\xef\xbb\xbforganization: Example\r\n").empty());
}

TEST_CASE("a megabyte is read in time, more is refused") {
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& text :
         {"organization: " + repeated("x", largest_file_bytes - 20), repeated("#", largest_file_bytes),
          repeated("a: 1\n", 200'000), repeated("- ", 500'000), repeated("[", 1'000'000),
          "a: [" + repeated("1,", 500'000) + "]", repeated("{\"", 500'000), repeated(": ", 500'000),
          repeated("&a ", 300'000), repeated("${A", 300'000)}) {
        CAPTURE(text.substr(0, 20));
        CHECK(load(text).findings.size() <= most_findings);
    }
    CHECK(any_has(errors_in(repeated("#", largest_file_bytes + 1)), "it is larger than 1 MiB"));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}

TEST_CASE("a thousand errors are cut with their count") {
    std::string text = "people:\n";
    for (int i = 0; i < 1000; ++i) text += "  p" + std::to_string(i) + ": {phone: 1, email: 2}\n";
    const Loaded loaded = load(text);
    CHECK(loaded.findings.size() == most_findings);
    CHECK(loaded.findings.back().fix.find("more findings are not shown") != std::string::npos);
}

TEST_CASE("a finding is one line, whatever an entry is called") {
    const auto found = warnings_in("schedules: {\"a\\nb\\r c\": {layers: []}}\n");
    CHECK(any_has(found, "schedule a b  c has no layers"));
    for (const auto& line : found) CHECK(line.find_first_of("\r\n") == std::string::npos);
}

TEST_CASE("whoever writes none of many words is told all of them") {
    CHECK(any_has(errors_in("alerts: {sources: {am: {kind: zabbix, token: x}}}\n"),
                  "write one of alertmanager, grafana, betterstack"));
}

TEST_CASE("mutilated configurations are refused or read, never more") {
    const std::string seed =
        "timezone: America/New_York\nslack: {channel: incidents, pace: {per_channel: 1/s, burst: 4}}\n"
        "people:\n  dana: {slack: U0DANA, phone: \"+12025550101\"}\n  lee: &lee {email: lee@example.com}\n"
        "schedules:\n  primary:\n    layers:\n      - rotation: weekly\n        start: 2024-12-30T09:00\n"
        "        members: [dana, [lee, dana]]\n        restrictions: [{days: [mon], from: \"09:00\", to: "
        "\"17:00\"}]\n"
        "    overrides:\n      - {kind: replace, for: lee, start: 2025-02-03T14:00:00Z, end: "
        "2025-02-04T14:00:00Z, members: [dana]}\n"
        "severities:\n  sev1:\n    page: {to: [primary, person:dana], via: [slack]}\n    update_every: 10m\n"
        "alerts:\n  rules:\n    - {name: Down, when: x > 1, for: 1m, severity: sev1}\n";
    std::mt19937 random(20250121);
    const std::string letters = "{}[]:,-?&*!|>'\"%@`#\n \t$0a\x80\xf0";
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
        std::string text = seed;
        for (unsigned change = 0; change < 1 + random() % 4; ++change) {
            const std::size_t at = random() % text.size();
            const std::size_t length = 1 + random() % 12;
            switch (random() % 3) {
                case 0:
                    text.erase(at, length);
                    break;
                case 1:
                    text.insert(at, 1, letters[random() % letters.size()]);
                    break;
                case 2:
                    text.insert(at, text.substr(random() % text.size(), length));
                    break;
            }
        }
        if (!load(text).ok()) ++refused;
    }
    CHECK(refused > 500);
    CHECK(refused < 1500);
}

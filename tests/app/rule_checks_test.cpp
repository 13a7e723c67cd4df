#include "bot/app/rule_checks.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "bot/alerts/readers.h"
#include "bot/config/load.h"
#include "bot/config/shape.h"

using namespace tocsin;
using namespace tocsin::app;

namespace {

std::vector<config::Finding> all_findings_of(const std::string& text) {
    const auto nothing_set = [](const std::string&) { return std::optional<std::string>(); };
    return config::load_text(text, "t.yaml", nothing_set, {.also_check = check_alert_rules}).findings;
}

std::vector<std::string> findings_of(const std::string& text) {
    std::vector<std::string> lines;
    for (const auto& line : config::to_lines(all_findings_of(text))) {
        if (line.contains("rule \"")) lines.push_back(line);
    }
    return lines;
}

// Two rules on one line each, from line 6 on.
std::string rules(const std::vector<std::string>& lines) {
    std::string text =
        "alerts:\n"
        "  prometheus: {url: \"http://127.0.0.1:9090\"}\n"
        "  values: {error_rate: a, p95_latency: b}\n"
        "  rules:\n";
    for (const auto& line : lines) text += "    - {" + line + "}\n";
    return text;
}

}  // namespace

TEST_CASE("a condition that cannot be read is reported at its place") {
    const auto findings = findings_of(rules({
        "name: A, when: error_rate >> 1, severity: sev1",
        "name: B, when: 'alert.tilte == \"x\"', severity: sev1",
        "name: C, when: \"alert.title contains \\\"x\", severity: sev1",
    }));
    REQUIRE(findings.size() == 3);
    CHECK(findings[0] ==
          "t.yaml:5:35: the condition of rule \"A\" cannot be read, > stands where a value would, "
          "write a number or a text in quotes");
    CHECK(findings[1] ==
          "t.yaml:6:24: the condition of rule \"B\" cannot be read, there is no alert.tilte, "
          "write alert.title");
    CHECK(findings[2].starts_with("t.yaml:7:23: the condition of rule \"C\""));
}

TEST_CASE("names of values are those of alerts.values") {
    const auto findings = findings_of(rules({"name: A, when: true AND eror_rate > 1, severity: sev1"}));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0] ==
          "t.yaml:5:32: rule \"A\" reads eror_rate, alerts.values has no such name, write \"error_rate\"");
    CHECK(findings_of("alerts: {rules: [{name: A, when: x > 1, severity: sev1}]}")
              .at(0)
              .contains("add it there"));
}

TEST_CASE("a rule that can never win is a warning") {
    struct Case {
        std::string first, later, said;
    };
    for (const auto& [first, later, said] : std::vector<Case>{
             {"when: error_rate > 0.01, severity: sev3", "when: error_rate > 0.1, severity: sev1",
              "rule \"B\" can never win, rule \"A\" stands before it and matches whenever it does, put it "
              "before rule \"A\""},
             {"when: error_rate > 0.1, severity: sev1", "when: error_rate > 0.1, severity: sev2",
              "remove it, or narrow the other"},
             {"when: error_rate > 0.1, severity: sev1, for: 1m",
              "when: error_rate > 0.2, severity: sev2, for: 5m", "never win"},
             {"when: true, severity: sev2", "when: alert.title contains \"x\", severity: sev2", "never win"},
             {"when: error_rate > 1, severity: sev1",
              "when: error_rate > 1 AND error_rate < 1, severity: sev2",
              "rule \"B\" can never match, its condition contradicts itself"},
             {"when: error_rate > 0.01 AND error_rate < 0.2, severity: sev3",
              "when: error_rate > 0.1, severity: sev1",
              "rule \"B\" and rule \"A\" overlap, where both match the first one wins, with SEV 3 instead of "
              "SEV 1"},
         }) {
        CAPTURE(later);
        const auto findings = findings_of(rules({"name: A, " + first, "name: B, " + later}));
        REQUIRE(findings.size() == 1);
        CHECK_MESSAGE(findings[0].contains(said), findings[0]);
        CHECK(findings[0].starts_with("t.yaml:6:"));
        CHECK(findings[0].contains("warning: "));
    }
}

TEST_CASE("rules that are as they should be are not warned of") {
    for (const auto& lines : std::vector<std::vector<std::string>>{
             {"name: A, when: error_rate > 0.1, severity: sev1",
              "name: B, when: error_rate > 0.01, severity: sev3"},
             {"name: A, when: error_rate > 0.1, severity: sev1",
              "name: B, when: error_rate > 0.01 AND error_rate <= 0.1, severity: sev3"},
             {"name: A, when: error_rate > 0.01, severity: sev3, for: 10m",
              "name: B, when: error_rate > 0.1, severity: sev1"},
             {"name: A, when: true, severity: sev2", "name: B, when: error_rate > 1, severity: sev1"},
             {"name: A, when: error_rate > 0.1, severity: sev2",
              "name: B, when: p95_latency > 1, severity: sev1"},
             {"name: A, when: error_rate > 0.1 AND error_rate < 1, severity: sev1",
              "name: B, when: error_rate > 0.05 AND error_rate < 0.5, severity: sev2"},
         })
        CHECK(findings_of(rules(lines)).empty());
}

TEST_CASE("the examples of the documentation are right") {
    std::ifstream file(TOCSIN_SOURCE_DIR "/docs/alerts.md");
    const std::string values =
        "alerts:\n  prometheus: {url: \"http://a\"}\n  values: {error_rate: a, p95_latency: b}\n";
    std::string block;
    int checked = 0;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (inside && line == "```") {
            if (block.starts_with("alerts:\n")) {
                const auto findings = all_findings_of(values + block.substr(8));
                const bool wrong = std::ranges::any_of(
                    findings, [](const auto& one) { return one.weight == config::Weight::error; });
                CHECK_MESSAGE(!wrong, block);
                CHECK(std::ranges::none_of(config::to_lines(findings),
                                           [](const auto& one) { return one.contains("rule \""); }));
                ++checked;
            }
            inside = false;
        } else if (inside) {
            block += line + "\n";
        } else if (line == "```yaml") {
            inside = true;
            block.clear();
        }
    }
    CHECK(checked >= 3);
}

TEST_CASE("the kinds of sources that can be configured are those that can be read") {
    const auto& sources = config::configuration_shape().find("alerts")->shape.find("sources")->shape;
    const auto& choices = sources.item.front().find("kind")->shape.choices;
    CHECK(std::ranges::equal(choices, alerts::kinds()));
}

TEST_CASE("more rules than are compared are read all the same") {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < most_rules_compared + 50; ++i)
        lines.push_back("name: R, when: error_rate > 1, severity: sev1");
    lines.push_back("name: last, when: error_rate >, severity: sev1");
    const auto findings = findings_of(rules(lines));
    CHECK(findings.front().contains("rule \"last\" cannot be read"));
}

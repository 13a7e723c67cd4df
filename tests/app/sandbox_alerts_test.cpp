#include "bot/app/sandbox_alerts.h"

#include <doctest/doctest.h>

#include <set>

#include "bot/alerts/readers.h"
#include "bot/app/example.h"
#include "bot/config/load.h"

using namespace tocsin;
using namespace tocsin::app;
using nlohmann::json;

namespace {

const Time now = *parse_rfc3339("2026-01-21T14:32:00Z");

config::Alerts alerts_of(const std::string& yaml) {
    const auto loaded = config::load_text(yaml, "test.yaml", config::process_environment(), {});
    REQUIRE(loaded.ok());
    auto alerts = loaded.configuration.alerts;
    let_samples_in(alerts);
    return alerts;
}

config::Alerts example() {
    return alerts_of(example_organisation(now));
}

sandbox::AlertQuestion about(const config::Alerts& alerts, const std::string& source, bool firing = true) {
    const auto& sample = *sandbox::sample_alert(alerts.sources.at(source).kind);
    return {source,
            sandbox::filled(firing ? sample.firing : sample.resolved, {source, Secret("t"), now, now}),
            "",
            {}};
}

}  // namespace

TEST_CASE(
    "every kind has a source with a token of its own, and a sample that fires and ends the same alert") {
    const auto alerts = example();
    std::set<std::string> kinds;
    std::set<std::string> tokens;
    for (const auto& [name, source] : alerts.sources) {
        CAPTURE(name);
        kinds.insert(source.kind);
        CHECK(tokens.insert(source.token.reveal()).second);
        const json firing = explain_alert(alerts, about(alerts, name), now);
        const json resolved = explain_alert(alerts, about(alerts, name, false), now);
        CHECK(firing["unreadable"].is_null());
        REQUIRE(firing["trials"].size() == 1);
        REQUIRE(resolved["trials"].size() == 1);
        CHECK(firing["trials"][0]["alert"]["status"] == "firing");
        CHECK(resolved["trials"][0]["alert"]["status"] == "resolved");
        CHECK(firing["trials"][0]["alert"]["key"] == resolved["trials"][0]["alert"]["key"]);
    }
    CHECK(kinds == std::set<std::string>(alerts::kinds().begin(), alerts::kinds().end()));
}

TEST_CASE("sources of the configuration keep their names and tokens, and the others get free ones") {
    const auto alerts = alerts_of(R"(alerts:
  sources:
    grafana: {kind: alertmanager, token: mine}
    mute: {kind: github, token: ""}
)");
    CHECK(alerts.sources.at("grafana").kind == "alertmanager");
    CHECK(alerts.sources.at("grafana").token == Secret("mine"));
    CHECK(alerts.sources.at("mute").token == Secret("sandbox-mute"));
    CHECK(alerts.sources.at("grafana-sample").kind == "grafana");
    CHECK_FALSE(alerts.sources.contains("alertmanager"));
}

TEST_CASE("the explanation names the rule that wins, and those in its shadow") {
    const auto alerts = example();
    const json trial = explain_alert(alerts, about(alerts, "alertmanager"), now)["trials"][0];
    CHECK(trial["conclusion"] == "\"High Error Rate\" matches: SEV 1.");
    CHECK(trial["rules"][1]["wins"] == true);
    CHECK(trial["rules"][2]["verdict"] == "yes, but an earlier one wins");
    auto broken = about(alerts, "alertmanager");
    broken.request.body = "{";
    const json refused = explain_alert(alerts, broken, now);
    CHECK(refused["unreadable"].get<std::string>().contains("no JSON"));
    CHECK(refused["trials"].empty());
}

TEST_CASE("a condition of one's own is judged, and what is wrong with it stands where check says it") {
    const auto alerts = alerts_of(R"(alerts:
  prometheus: {url: "http://127.0.0.1:9090"}
  values: {error_rate: a}
  rules:
    - {name: Errors, when: error_rate > 0.1, severity: sev1}
)");
    auto question = about(alerts, "alertmanager");
    CHECK(explain_alert(alerts, question, now)["own"].is_null());

    question.when = R"(alert.labels.service == "api" AND NOT alert.severity == "sev3")";
    json own = explain_alert(alerts, question, now)["own"];
    CHECK(own["findings"].empty());
    CHECK(own["judged"][0]["matches"] == true);
    CHECK(own["judged"][0]["because"][0] ==
          R"(alert.labels.service == "api" is true: alert.labels.service is "api")");

    question.when = R"(alert.labels.service = "api")";
    own = explain_alert(alerts, question, now)["own"];
    CHECK(own["column"] == 22);
    CHECK(own["findings"][0] ==
          "when:1:22: the condition of rule \"Yours\" cannot be read, \"=\" is not part of the language, "
          "write ==");
    CHECK(own["judged"].empty());

    question.when = "true AND eror_rate > 1";
    own = explain_alert(alerts, question, now)["own"];
    CHECK(own["column"] == 10);
    CHECK(own["findings"][0].get<std::string>().contains("error_rate"));

    question.when = "error_rate > 0.1";
    question.values = {{"error_rate", 0.2}};
    const json answer = explain_alert(alerts, question, now);
    CHECK(answer["own"]["judged"][0]["matches"] == true);
    REQUIRE(answer["trials"].size() == 2);
    CHECK(answer["trials"][0]["conclusion"] == "No rule matches.");
    CHECK(answer["trials"][1]["conclusion"] == "\"Errors\" matches: SEV 1.");

    question.when = R"(alert.title == "a" AND alert.title == "b")";
    own = explain_alert(alerts, question, now)["own"];
    CHECK(own["findings"][0].get<std::string>().contains("can never match"));
    CHECK(own["judged"][0]["matches"] == false);
}

#include <doctest/doctest.h>

#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr auto configuration = R"(alerts:
  sources:
    prom: {kind: alertmanager, token: t}
    home: {kind: json, token: t, fields: {title: what, status: how, resolved: [fine]}}
  prometheus: {url: "http://127.0.0.1:9090"}
  values: {error_rate: a}
  rules:
    - {name: Errors, when: error_rate > 0.1, for: 1m, severity: sev1}
    - {name: Critical, when: 'alert.labels.severity == "critical"', severity: sev2}
    - {name: Titles, when: 'alert.title contains "High"', severity: sev3}
)";

constexpr auto payload = R"({"version":"4","alerts":[{"status":"firing","fingerprint":"f1",
  "labels":{"alertname":"HighErrorRate","severity":"critical"},"startsAt":"2026-01-21T14:32:00Z"}]})";

void prepare(const Desktop& desk) {
    desk.writes("tocsin.yaml", configuration);
    desk.writes("alert.json", payload);
}

}  // namespace

TEST_CASE("rules test names the rule that matches, and what every comparison read") {
    Desktop desk;
    prepare(desk);
    const auto words = desk.runs({"rules", "test", "--alert", "alert.json", "--source", "prom"});
    CHECK(words.code == 0);
    CHECK(words.out ==
          "HighErrorRate (firing, key f1, its source says SEV 1)\n"
          "  1. Errors: not asked, it is about values alone\n"
          "  2. Critical: yes\n"
          "       alert.labels.severity == \"critical\" is true: alert.labels.severity is \"critical\"\n"
          "  3. Titles: yes, but an earlier one wins\n"
          "       alert.title contains \"High\" is true: alert.title is \"HighErrorRate\"\n"
          "\"Critical\" matches: SEV 2.\n");
    const auto values = desk.runs(
        {"rules", "test", "--alert", "alert.json", "--kind", "alertmanager", "--value", "error_rate=0.2"});
    CHECK(values.out.ends_with("\"Errors\" matches: SEV 1, once it has held for 60 s.\n"));

    const auto json =
        desk.runs({"rules", "test", "--alert", "alert.json", "--source", "prom", "--json"}).json();
    REQUIRE(json.size() == 1);
    CHECK(json[0]["heading"] == "HighErrorRate (firing, key f1, its source says SEV 1)");
    CHECK(json[0]["conclusion"] == "\"Critical\" matches: SEV 2.");
    CHECK(json[0]["match"] == "Critical");
    CHECK(json[0]["rules"][1]["wins"] == true);
    CHECK(json[0]["rules"][2]["wins"] == false);
    CHECK(json[0]["rules"][2]["verdict"] == "yes, but an earlier one wins");
    CHECK(json[0]["rules"][2]["when"] == "alert.title contains \"High\"");
    CHECK(json[0]["alert"]["labels"]["alertname"] == "HighErrorRate");
    CHECK(json[0]["rules"][0]["asked"] == false);
    CHECK(json[0]["rules"][0]["matches"] == false);
    CHECK(json[0]["rules"][0]["for_s"] == 60);
    CHECK(json[0]["rules"][2]["because"][0].get<std::string>().contains("HighErrorRate"));
}

TEST_CASE("rules test reads by the fields of the configuration, and says when nothing matches") {
    Desktop desk;
    prepare(desk);
    desk.writes("home.json", R"({"what":"Door open","how":"fine","id":1})");
    const auto home = desk.runs({"rules", "test", "--alert", "home.json", "--source", "home"});
    CHECK(home.out.starts_with("Door open (resolved, key 1,"));
    CHECK(home.out.ends_with("No rule matches.\n"));
    CHECK(home.code == 0);
    desk.writes("ping.json", R"({"event_action":"acknowledge","dedup_key":"k"})");
    const auto ping = desk.runs(
        {"rules", "test", "--alert", "ping.json", "--kind", "pagerduty", "--value", "error_rate=1"});
    CHECK(
        ping.out.starts_with("The payload is understood, and there is nothing to tell.\nThe values alone\n"));
    CHECK(ping.out.contains("  1. Errors: yes\n       error_rate > 0.1 is true: error_rate is 1\n"));
    CHECK(ping.out.contains("  2. Critical: not asked, it is about alerts\n"));
}

TEST_CASE("rules test says what is wrong with what it was given") {
    Desktop desk;
    prepare(desk);
    desk.writes("bad.json", "{");
    desk.writes("wrong.yaml", "alerts: {rules: [{name: A, when: x >, severity: sev1}]}\n");
    using Words = std::vector<std::string>;
    struct Case {
        Words words;
        int code;
        std::string says;
    };
    for (const auto& [words, code, says] : std::vector<Case>{
             {{"--alert", "alert.json"}, 2, "--source home, or --source prom"},
             {{"--alert", "alert.json", "--source", "prim"}, 2, "write \"prom\""},
             {{"--alert", "alert.json", "--kind", "alertmanger"}, 2, "write \"alertmanager\""},
             {{"--alert", "alert.json", "--kind", "json", "--source", "prom"}, 2, "not both"},
             {{"--alert", "alert.json", "--source", "prom", "--value", "eror_rate=1"},
              2,
              "write \"error_rate\""},
             {{"--alert", "alert.json", "--source", "prom", "--value", "error_rate=much"},
              2,
              "error_rate=0.2"},
             {{}, 2, "--alert"},
             {{"--alert", "none.json", "--source", "prom"}, 1, "cannot be read"},
             {{"--alert", "bad.json", "--source", "prom"}, 1, "no JSON"},
             {{"--alert", "alert.json", "--kind", "datadog"}, 1, "alert_transition"},
             {{"--alert", "alert.json", "--source", "prom", "--config", "wrong.yaml"}, 3, "cannot be read"},
         }) {
        Words all{"rules", "test"};
        all.insert(all.end(), words.begin(), words.end());
        const auto ended = desk.runs(all);
        CHECK_MESSAGE(ended.code == code, ended.err);
        CHECK_MESSAGE(ended.err.contains(says), ended.err);
        CHECK(ended.out.empty());
    }
    CHECK(desk.runs({"rules"}).code == 2);
    const auto run =
        desk.runs({"run", "--config", "wrong.yaml"}, {"SLACK_APP_TOKEN=xapp-1", "SLACK_BOT_TOKEN=xoxb-1"});
    CHECK(run.code == 3);
    CHECK(run.err.contains("the condition of rule \"A\" cannot be read"));
}

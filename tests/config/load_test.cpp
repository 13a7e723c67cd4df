#include <doctest/doctest.h>

#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

using Lines = std::vector<std::string>;

TEST_CASE("an empty text is a Slack-only bot with the default severities") {
    const Loaded loaded = load("");
    CHECK(loaded.ok());
    CHECK(loaded.configuration.rules == [] {
        Rules rules = default_rules();
        return rules;
    }());
    CHECK(loaded.configuration.paging == Paging{});
    CHECK(loaded.configuration.http == Http{});
}

TEST_CASE("an unknown key is an error with its place and the nearest known key") {
    CHECK(errors_in("slack:\n  chanel: incidents\n") ==
          Lines{"t.yaml:2:3: unknown key \"chanel\", slack has no such key, write \"channel\""});
    CHECK(errors_in("shedules: {}\n") ==
          Lines{"t.yaml:1:1: unknown key \"shedules\", there is no such key, write \"schedules\""});
    CHECK(errors_in("severities:\n  sev5: {name: Lowest}\n").size() == 1);
}

TEST_CASE("all errors are said at once, in the order of the file") {
    const Lines found = errors_in(
        "timezone: Mars/Olympus\n"
        "slack: {connections: 20, blocks: new}\n"
        "http: {listen: here}\n"
        "people: {dana: {phone: 5550101, email: dana}}\n");
    REQUIRE(found.size() == 6);
    CHECK(found[0].starts_with("t.yaml:1:11: timezone is \"Mars/Olympus\""));
    CHECK(found[1] ==
          "t.yaml:2:22: slack.connections is \"20\", a whole number from 1 to 10 is needed, write such a "
          "number");
    CHECK(found[2].starts_with("t.yaml:2:34: slack.blocks is \"new\""));
    CHECK(found[3].starts_with("t.yaml:3:16: http.listen is \"here\""));
    CHECK(found[4].find("people.dana.phone") != std::string::npos);
    CHECK(found[5].find("people.dana.email") != std::string::npos);
}

TEST_CASE("errors come before warnings") {
    const Loaded loaded = load("people: {dana: {name: Dana}}\nslack: {connections: 0}\n");
    REQUIRE(loaded.findings.size() > 1);
    CHECK(loaded.findings.front().weight == Weight::error);
    CHECK(loaded.findings.back().weight == Weight::warning);
}

TEST_CASE("a key that stands twice is an error at its second place") {
    CHECK(errors_in("slack:\n  channel: a\n  channel: b\n") ==
          Lines{"t.yaml:3:3: duplicate key \"channel\", it stands in the same place before, remove one of "
                "the two"});
    CHECK(errors_in("{\"slack\": {\"channel\": \"a\", \"channel\": \"b\"}}").size() == 1);
}

TEST_CASE("a name that nothing has is an error with the nearest name") {
    const std::string text =
        "people: {dana: {slack: U0DANA}}\n"
        "schedules: {primary: {layers: [{start: 2025-01-06T09:00, members: [dama]}]}}\n"
        "teams: {web: {primary: schedule:primry, manager: person:dana}}\n"
        "default_team: wep\n"
        "escalation_policies: {late: {levels: [{to: [dana], via: [slack], timeout: 5m}]}}\n"
        "severities: {sev1: {page: {to: [primary], via: [sack], policy: lat}}, sev4: {ticket: github}}\n";
    const Lines found = errors_in(text);
    REQUIRE(found.size() == 7);
    CHECK(found[0].ends_with("is \"dama\", people has no such entry, write \"dana\""));
    CHECK(found[1].ends_with("write \"primary\""));
    CHECK(found[2].ends_with("teams has no such entry, write \"web\""));
    CHECK(found[3].ends_with("write person:dana"));
    CHECK(found[4].ends_with("write \"slack\""));
    CHECK(found[5].ends_with("write \"late\""));
    CHECK(found[6].ends_with("trackers has no such entry, add it to trackers"));
}

TEST_CASE("a missing key is named with what it is for") {
    CHECK(errors_in("http: {tls: {key_file: k.pem}}") ==
          Lines{"t.yaml:1:8: http.tls.certificate_file is missing, it is needed here (Certificate chain in "
                "PEM), add "
                "certificate_file: …"});
}

TEST_CASE("a value of another form is named") {
    CHECK(any_has(errors_in("people: [dana]"),
                  "people has a value of another form, names with values is needed"));
    CHECK(any_has(errors_in("slack: {channel: [a]}"), "slack.channel has a value of another form"));
    CHECK(any_has(errors_in("severities: {sev1: {page: {to: primary, via: [slack]}}}"), "write [a, b]"));
    CHECK(any_has(errors_in("- a\n- b\n"), "no keys"));
    CHECK(errors_in("people:\nschedules:\n") == Lines{});
}

TEST_CASE("http is accepted for a loopback api_url only") {
    CHECK(errors_in("slack: {api_url: 'http://127.0.0.1:9000/api'}") == Lines{});
    CHECK(errors_in("slack: {api_url: 'http://[::1]:9000/api'}") == Lines{});
    CHECK(errors_in("slack: {api_url: 'http://slack.example.com/api/'}").size() == 1);
    CHECK(errors_in("slack: {api_url: 'http://127.0.0.1.example.com/'}").size() == 1);
    CHECK(errors_in("slack: {api_url: 'https://user:pw@slack.com/'}").size() == 1);
    CHECK(load("slack: {api_url: 'http://localhost:1/api'}").configuration.slack.api_url ==
          "http://localhost:1/api/");
}

TEST_CASE("an empty address switches a listener off and port 0 is allowed") {
    const Configuration c = load("http: {listen: \"\", admin_listen: '[::1]:0'}").configuration;
    CHECK(c.http.listen == std::nullopt);
    CHECK(c.http.admin_listen == ListenAddress{"::1", 0});
    CHECK(any_has(errors_in("http: {listen: 127.0.0.1:80, admin_listen: 127.0.0.1:80}"), "the same address"));
}

TEST_CASE("pace may be unlimited") {
    const Pace pace = load("slack: {pace: {per_channel: unlimited}}").configuration.slack.pace;
    CHECK(pace.per_channel_per_second == std::nullopt);
}

TEST_CASE("JSON is read like YAML, with places") {
    CHECK(load("{\"slack\": {\"connections\": 3}}").configuration.slack.connections == 3);
    CHECK(
        errors_in("{\n  \"slack\": {\n    \"connections\": 30,\n    \"chanel\": \"a \\\"b\\\"\"\n  }\n}\n") ==
        Lines{"t.yaml:3:20: slack.connections is \"30\", a whole number from 1 to 10 is needed, write such a "
              "number",
              "t.yaml:4:5: unknown key \"chanel\", slack has no such key, write \"channel\""});
    CHECK(any_has(errors_in("{slack: {connections: 3}}"), "not readable as JSON"));
    CHECK(any_has(errors_in("{\"slack\": {}\n"), "t.yaml:2:1: not readable as JSON"));
}

TEST_CASE("severities that are given replace the default ones, the others stay") {
    const Rules rules = load(
                            "people: {dana: {slack: U0DANA}}\n"
                            "severities: {sev1: {page: {to: [person:dana], via: [slack]}}}\n")
                            .configuration.rules;
    CHECK(rules.of(Severity::sev1).name == "Critical");
    CHECK(rules.of(Severity::sev1).page.policy.empty());
    CHECK(rules.of(Severity::sev1).update_every == std::nullopt);
    CHECK(rules.of(Severity::sev2) == default_rules().of(Severity::sev2));
}

TEST_CASE("without teams the schedules primary and backup are what policies mean") {
    const Rules rules = load(
                            "people: {dana: {slack: U0DANA}}\n"
                            "roles: {manager: [person:dana]}\n"
                            "schedules: {primary: {layers: [{start: 2025-01-06T09:00, members: [dana]}]}}\n")
                            .configuration.rules;
    REQUIRE(rules.teams.size() == 1);
    CHECK(rules.teams.at(rules.default_team).primary == Target{Target::Kind::schedule, "primary"});
    CHECK(rules.teams.at(rules.default_team).manager == Target{Target::Kind::person, "dana"});
}

TEST_CASE("without teams and schedules there is no team") {
    CHECK(load("people: {dana: {slack: U0DANA}}").configuration.rules.teams.empty());
}

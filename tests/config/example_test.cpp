#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "bot/config/values.h"
#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

namespace {

const std::filesystem::path example =
    std::filesystem::path(TOCSIN_SOURCE_DIR) / "docs/examples/tocsin.example.yaml";

Loaded load_example(Needs needs = {}) {
    return load_file(example,
                     environment_of({{"SLACK_APP_TOKEN", "xapp-1-A0-canary"},
                                     {"SLACK_BOT_TOKEN", "xoxb-canary"},
                                     {"TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000"},
                                     {"TWILIO_AUTH_TOKEN", "canary"},
                                     {"ALERTMANAGER_TOKEN", "canary"}}),
                     needs);
}

}  // namespace

TEST_CASE("the example is accepted whole") {
    const Loaded loaded = load_example({.slack_tokens = true});
    CHECK(lines(loaded, Weight::error) == std::vector<std::string>{});
}

TEST_CASE("the example is accepted without any variable set") {
    const Loaded loaded = load_file(example, environment_of({}), {});
    CHECK(lines(loaded, Weight::error) == std::vector<std::string>{});
    CHECK(any_has(lines(loaded, Weight::warning),
                  "names ${TWILIO_AUTH_TOKEN}, that environment variable is not set"));
}

TEST_CASE("the examples of houses are accepted, and nobody is missing from their rotas") {
    for (const std::string_view name : {"small-team.yaml", "follow-the-sun.yaml", "two-teams.yaml"}) {
        INFO(name);
        const Loaded loaded =
            load_file(example.parent_path() / name,
                      environment_of({{"SLACK_APP_TOKEN", "xapp-1-A0-canary"},
                                      {"SLACK_BOT_TOKEN", "xoxb-canary"},
                                      {"TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000"},
                                      {"TWILIO_AUTH_TOKEN", "canary"},
                                      {"VONAGE_APPLICATION_ID", "canary"},
                                      {"ALERTMANAGER_TOKEN", "canary"}}),
                      {.slack_tokens = true});
        CHECK(lines(loaded, Weight::error) == std::vector<std::string>{});
        const auto warnings = lines(loaded, Weight::warning);
        CHECK(std::ranges::none_of(warnings, [](const std::string& warning) {
            return warning.find("nobody") != std::string::npos ||
                   warning.find("cannot be reached") != std::string::npos;
        }));
    }
}

TEST_CASE("the example's slack, store and listeners arrive as values") {
    const Configuration c = load_example().configuration;
    CHECK(c.slack.app_token.reveal() == "xapp-1-A0-canary");
    CHECK(c.slack.api_url == "https://slack.com/api/");
    CHECK(c.slack.connections == 2);
    CHECK(c.slack.channel == "incidents");
    CHECK(c.slack.pace == Pace{1.0, 4});
    CHECK(c.storage.url == "sqlite:" + (example.parent_path() / "tocsin.db").string());
    CHECK(c.http.listen == ListenAddress{"127.0.0.1", 8080});
    CHECK(c.http.admin_listen == ListenAddress{"127.0.0.1", 9464});
    CHECK(c.http.public_url == "https://oncall.example.com");
    CHECK(c.http.tokens.empty());
    CHECK(c.retention.timeline == std::nullopt);
    CHECK(c.retention.personal_data == 2 * 365 * 24h);
    CHECK(c.emoji == Emoji{});
    CHECK(c.runbooks == example.parent_path() / "runbooks/");
}

TEST_CASE("the example's people, schedules and teams arrive as values") {
    const Configuration c = load_example().configuration;
    CHECK(c.rules.people.size() == 4);
    const Person& sam = c.rules.people.at(PersonId("sam"));
    CHECK(sam == Person{PersonId("sam"), "Sam", UserId("U000SAM"), "+12025550104", "sam@example.com",
                        "America/New_York", "Engineering Lead", "", ""});
    CHECK(c.schedule_order == std::vector{ScheduleId("primary"), ScheduleId("backup")});
    const Schedule& primary = c.rules.schedules.at(ScheduleId("primary"));
    REQUIRE(primary.layers.size() == 1);
    CHECK(primary.layers[0].rotation == Layer::Rotation::weekly);
    CHECK(primary.layers[0].start == *read_wall_time("2024-12-30T09:00"));
    CHECK(primary.layers[0].members ==
          std::vector<std::vector<PersonId>>{{PersonId("dana")}, {PersonId("lee")}, {PersonId("kim")}});
    REQUIRE(primary.overrides.size() == 1);
    CHECK(primary.overrides[0].kind == Override::Kind::override_all);
    CHECK(primary.overrides[0].start == *parse_rfc3339("2025-02-03T14:00:00Z"));
    CHECK(c.rules.default_team == TeamId("platform"));
    CHECK(c.rules.teams.at(TeamId("platform")).backup == Target{Target::Kind::schedule, "backup"});
    CHECK(c.rules.business_hours.holidays.size() == 2);
    CHECK(c.rules.business_hours.timezone == "America/New_York");
}

TEST_CASE("without severities and policies those of the example apply") {
    const Rules rules = load_example().configuration.rules;
    const Rules standard =
        load("trackers: {github: {kind: github, repository: example/api, token: t}}").configuration.rules;
    for (const Severity severity : all_severities) {
        CAPTURE(key_of(severity));
        CHECK(rules.of(severity) == standard.of(severity));
    }
    CHECK(rules.policies == standard.policies);
    CHECK(rules.of(Severity::sev1).page.via == std::vector{Means::phone, Means::sms, Means::slack});
    CHECK(rules.of(Severity::sev4).ticket == "github");
}

TEST_CASE("the example's paging, alerts and trackers arrive as values") {
    const Configuration c = load_example().configuration;
    CHECK(c.paging.order.at(Means::sms) == std::vector<std::string>{"twilio", "vonage"});
    CHECK(c.paging.providers.at("twilio").secret.reveal() == "canary");
    CHECK(c.paging.providers.at("twilio").base_url == "https://api.twilio.com");
    CHECK(c.paging.providers.at("smtp").account == "tocsin");
    CHECK(c.paging.providers.at("twilio").from == "+12025550199");
    CHECK(c.alerts.sources.at("alertmanager").token.reveal() == "canary");
    CHECK(c.alerts.monitors.at(0).service == ServiceId("api"));
    CHECK(c.alerts.heartbeats.at(0).every == 24h);
    REQUIRE(c.alerts.rules.size() == 5);
    CHECK(c.alerts.rules[1].when == "error_rate > 0.1");
    CHECK(c.alerts.rules[1].held_for == 1min);
    CHECK(c.alerts.rules[1].line > c.alerts.rules[0].line);
    CHECK(c.alerts.group_by == std::vector<std::string>{"alertname", "service"});
    CHECK(c.trackers.at("github").repository == "example/api");
    REQUIRE(c.status_page.has_value());
    CHECK(c.status_page->components == std::vector<std::string>{"API", "Web app", "Payments"});
}

TEST_CASE("no finding of the example shows a secret") {
    for (const std::string& line : to_lines(load_example().findings))
        CHECK(line.find("canary") == std::string::npos);
}

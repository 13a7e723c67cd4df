#include "templates/alert_messages.h"

#include <doctest/doctest.h>

#include "templates/silence_messages.h"
#include "templates/timeline.h"
#include "tests/templates/story.h"

using namespace tocsin;
using namespace tocsin::templates;
using story::at;

namespace {

Alert alert() {
    Alert alert;
    alert.source = "betterstack";
    alert.key = "1";
    alert.title = "api-health is down";
    alert.uptime_monitor = UptimeMonitor{"api-health", "https://api.example.com/health", "down"};
    alert.started = at("14:32");
    return alert;
}

}  // namespace

TEST_CASE("An alert that fires again is counted, as the specification words it") {
    const story::Stage stage;
    const auto said = [&](int times, bool flaps = false) {
        return alert_fired_message(alert(), times, flaps, times, stage.at("14:40")).text;
    };
    CHECK(said(3) == "Alert api-health fired again (3rd time).");
    CHECK(said(1) == "Alert api-health fires too.");
    CHECK(said(2) == "Alert api-health fired again (2nd time).");
    CHECK(said(11) == "Alert api-health fired again (11th time).");
    CHECK(said(101) == "Alert api-health fired again (101st time).");
    CHECK(said(112) == "Alert api-health fired again (112th time).");
    CHECK(said(4, true) ==
          "Alert api-health fired again (4th time) and flaps. It is only counted here until it has been "
          "steady for 5 minutes.");
}

TEST_CASE("An alert that is quiet offers to resolve, once none fires") {
    const story::Stage stage;
    const auto incident = story::acknowledged().incident;
    const auto quiet = alert_quiet_message(incident, alert(), at("14:58"), 0, 1, stage.at("14:59"));
    CHECK(quiet.text == "Alert api-health is quiet since 14:58 UTC.");
    CHECK(quiet.blocks.text().contains("inc.resolve.open"));
    const auto others = alert_quiet_message(incident, alert(), at("14:58"), 2, 1, stage.at("14:59"));
    CHECK(others.text == "Alert api-health is quiet since 14:58 UTC. 2 other alerts still fire.");
    CHECK_FALSE(others.blocks.text().contains("inc.resolve.open"));
    const auto over =
        alert_quiet_message(story::resolved().incident, alert(), at("14:58"), 0, 1, stage.at("15:10"));
    CHECK_FALSE(over.blocks.text().contains("inc.resolve.open"));
    CHECK(alert_was_quiet_message(alert(), at("14:58"), at("15:02"), 2, stage.at("15:02")).text ==
          "Alert api-health was quiet from 14:58 UTC to 15:02 UTC.");
}

TEST_CASE("Many alerts of one incident are counted") {
    const story::Stage stage;
    const auto said = [&](AlertCount count) {
        return alert_count_message(count, alert(), 2, stage.at("14:40")).text;
    };
    CHECK(
        said({52, 40}) ==
        "By now 52 alerts belong to this incident, 40 of them fire. Last heard of: api-health. More of them "
        "are only counted here.");
    CHECK(said({52, 52}).contains("52 alerts belong to this incident, all of them fire."));
    CHECK(said({52, 0}).contains("52 alerts belong to this incident, all of them are quiet."));
    CHECK(said({1001, 1001})
              .contains("more than 1000 alerts belong to this incident, more than 1000 of them fire."));
}

TEST_CASE("Where the source shows more is linked, and nothing that could break out") {
    const story::Stage stage;
    auto told = alert();
    told.link = "https://betterstack.example.com/1";
    told.runbook = "api-down";
    told.labels = {{"service", "api"}, {"x", "<!here>"}};
    const auto message = alert_facts_message(told, "", stage.at("14:33"));
    CHECK(message.blocks.text().contains("<https://betterstack.example.com/1|Open it at its source>"));
    CHECK(message.blocks.text().contains("Runbook: api-down"));
    CHECK(message.blocks.text().contains("service=api, x=&lt;!here&gt;"));
    told.link = "http://prometheus:9090/graph?a=1&b=<!here>";
    told.runbook = "http://wiki/api";
    const auto plain = alert_facts_message(told, "", stage.at("14:33"));
    CHECK(plain.blocks.text().contains(
        "Open it at its source: http://prometheus:9090/graph?a=1&amp;b=&lt;!here&gt;"));
    CHECK(plain.blocks.text().contains("Runbook: http://wiki/api"));
    told.link = "https://example.com/|<!here>";
    told.runbook = "javascript:alert(1)";
    CHECK_FALSE(alert_facts_message(told, "", stage.at("14:33")).blocks.text().contains("<!here"));
}

TEST_CASE("The timeline tells of alerts, its summary only that all are quiet") {
    const story::Stage stage;
    auto told = story::acknowledged();
    told.then("14:40", Actor{{}, "betterstack", {}}, event::AlertFired{1, "api-health", 2, false})
        .then("14:50", Actor{{}, "betterstack", {}}, event::AlertQuiet{1, "api-health", at("14:49"), 1})
        .then("14:58", Actor{{}, "betterstack", {}}, event::AlertQuiet{2, "api-eu", at("14:58"), 0});
    std::vector<std::string> all;
    for (const auto& line : timeline_lines(told.incident, told.events, stage.at("15:00")))
        all.push_back(line.plain);
    REQUIRE(all.size() >= 3);
    CHECK(all[all.size() - 3] == "Alert api-health fired again (2nd time)");
    CHECK(all[all.size() - 1] == "Alert api-eu is quiet since 14:58 UTC");
    const auto summary = timeline_summary(told.incident, told.events, stage.at("15:00"));
    CHECK(summary.back().plain == "Alert api-eu is quiet since 14:58 UTC");
    CHECK(summary.size() == all.size() - 2);
}

TEST_CASE("A silence is told with its end, its reason and whether a SEV 1 pages") {
    const story::Stage stage;
    Silence silence;
    silence.id = SilenceId(3);
    silence.matcher = {{"service", "api"}};
    silence.from = at("14:33");
    silence.until = at("16:33");
    silence.by = story::dana;
    silence.why = "deploy";
    CHECK(silence_line(silence, stage.at("14:33")) ==
          "Silence 3: alerts with service=api, until 16:33 UTC, by <@U0DANA00001>: deploy. A SEV 1 still "
          "pages.");
    silence.confirmed_by = story::lee;
    silence.from = at("15:00");
    CHECK(silence_message(silence, stage.at("14:33")).text ==
          "Silence 3: alerts with service=api, from 15:00 UTC until 16:33 UTC, by Dana: deploy. SEV 1 too, "
          "confirmed by Lee.");
    silence.lifted = at("15:30");
    CHECK(silence_message(silence, stage.at("15:30")).text ==
          "Silence 3 is lifted: alerts with service=api open incidents again.");
    silence.matcher["title"] = "<!channel>";
    CHECK_FALSE(silence_message(silence, stage.at("15:30")).blocks.text().contains("<!channel"));
    CHECK(silence_list(std::vector<Silence>(40, silence), stage.at("15:30")).text.contains("and 25 more"));
}

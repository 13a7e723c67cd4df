// What a reload changes, what it waits with, and when it is refused.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "bot/config/changes.h"
#include "tests/config/loading.h"

using namespace tocsin;
using namespace tocsin::config;

namespace {

const Time monday = parse_rfc3339("2025-06-02T00:00:00Z").value();

// Two teams whose only person on call is who the layer says.
std::string with_layer(const std::string& layer, const std::string& more = "") {
    return people + "schedules: {web: {layers: [{" + layer +
           "}]}, ops: {layers: [{start: 2025-01-06T09:00, members: [lee]}]}}\n"
           "teams: {web: {primary: schedule:web}, ops: {primary: schedule:ops}}\ndefault_team: ops\n"
           "services: {checkout: {team: web}, dns: {team: ops}}\n" +
           more;
}
const std::string always = "start: 2025-01-06T09:00, members: [dana]";
const std::string nights = always + ", restrictions: [{from: \"20:00\", to: \"08:00\"}]";
const std::string days = always + ", restrictions: [{from: \"08:00\", to: \"20:00\"}]";

Changes reloaded(const std::string& running, const std::string& loaded) {
    return changes_between(load(running).configuration, load(loaded).configuration, monday);
}

}  // namespace

TEST_CASE("a reload says what changed and what waits for a restart") {
    const Configuration running = load(team).configuration;
    CHECK(changes_between(running, running, monday) == Changes{});
    Configuration loaded =
        load(team + "storage: {url: 'sqlite:other.db'}\nslack: {channel: ops, connections: 3}\n")
            .configuration;
    const Changes changes = changes_between(running, loaded, monday);
    CHECK(changes.applied == std::vector<std::string>{"slack changed"});
    REQUIRE(changes.need_restart.size() == 2);
    CHECK(changes.need_restart[0].starts_with("storage.url changed"));
    CHECK(changes.refused.empty());
    const Configuration now = keep_what_needs_restart(running, loaded);
    CHECK(now.storage == running.storage);
    CHECK(now.slack.connections == 2);
    CHECK(now.slack.channel == "ops");
}

TEST_CASE("other tokens count without a restart, and are not shown") {
    const Configuration running =
        load(team + "slack: {app_token: xapp-1, bot_token: xoxb-1}\n").configuration;
    const Configuration loaded =
        load(team + "slack: {app_token: xapp-2-canary, bot_token: xoxb-2-canary}\n").configuration;
    const Changes changes = changes_between(running, loaded, monday);
    CHECK(changes.applied == std::vector<std::string>{"slack's tokens changed"});
    CHECK(changes.need_restart.empty());
    const Configuration now = keep_what_needs_restart(running, loaded);
    CHECK(now.slack.app_token.reveal() == "xapp-2-canary");
    CHECK(now.slack.bot_token.reveal() == "xoxb-2-canary");
}

TEST_CASE("numbers that people verified in Slack are not missed by a reload") {
    const std::string plain =
        "people: {dana: {slack: U0DANA}}\n"
        "schedules: {primary: {layers: [{start: 2025-01-06T09:00, members: [dana]}]}}\n"
        "teams: {web: {primary: schedule:primary}}\n"
        "paging: {phone: [twilio], providers: {twilio: {account_sid: AC1, auth_token: t, from: "
        "'+12025550100'}}}\n";
    CHECK(reloaded(plain, plain + "severities: {sev1: {page: {to: [primary], via: [phone]}}}\n").refused ==
          "");
}

TEST_CASE("a reload that leaves nobody to page for SEV 1 is refused") {
    const auto without_people = reloaded(team, "").refused;
    CHECK(without_people.contains("leaves nobody to page for SEV 1, so the old one stays"));
    CHECK(reloaded("", "").refused.empty());
    CHECK(reloaded("", team).refused.empty());
    for (const std::string empty : {"start: 2025-01-06T09:00, members: []",
                                    "start: 2025-01-06T09:00, end: 2025-05-01T00:00, members: [dana]"}) {
        CAPTURE(empty);
        CHECK(reloaded(with_layer(always), with_layer(empty))
                  .refused.contains("nobody to page for a SEV 1 of checkout, so the old one stays"));
        CHECK(reloaded(with_layer(days), with_layer(empty)).refused.contains("a SEV 1 of checkout, so"));
        CHECK(reloaded(with_layer(empty), with_layer(empty)).refused.empty());
    }
}

TEST_CASE("a reload that takes away whoever is on call now is refused, of later hours it is told") {
    const auto now = reloaded(with_layer(always), with_layer(days));
    CHECK(now.refused.contains("nobody to page for a SEV 1 of checkout now, so the old one stays"));
    const auto later = reloaded(with_layer(always), with_layer(nights));
    CHECK(later.refused.empty());
    REQUIRE(later.warnings.size() == 1);
    CHECK(later.warnings[0].contains("a SEV 1 of checkout at 2025-06-02 08:00 UTC any more"));
    CHECK(reloaded(with_layer(days), with_layer(always)).warnings.empty());
}

TEST_CASE("whoever another level pages, or a Slack group, is somebody") {
    const auto nobody = with_layer("start: 2025-01-06T09:00, members: []");
    const auto changed = [&](const std::string& with) {
        auto text = nobody;
        text.replace(text.find("primary: schedule:web"), 21, with);
        return reloaded(with_layer(always), text).refused;
    };
    CHECK(changed("primary: schedule:web, manager: person:lee").empty());
    CHECK(changed("primary: group:S0WEB").empty());
    CHECK_FALSE(changed("primary: schedule:web").empty());
}

TEST_CASE("a reload that loses the secret of a provider is refused, one that takes the provider out is not") {
    const auto paging = [](const std::string& provider) {
        return load(team + "paging: {providers: {" + provider + "}}\n").configuration;
    };
    const Configuration running = paging(
        "pushover: {token: t}, smtp: {url: 'smtps://mail.example.com', username: u, password: p, from: "
        "a@example.com}");
    const auto refused = [&](const std::string& provider) {
        return changes_between(running, paging(provider), monday).refused;
    };
    CHECK(refused("pushover: {token: \"${GONE}\"}").contains("no secret for pushover any more"));
    CHECK(refused("smtp: {url: 'smtps://mail.example.com', username: u, password: \"${GONE}\", from: "
                  "a@example.com}")
              .contains("no secret for smtp any more"));
    CHECK(refused("smtp: {url: 'smtps://mail.example.com', from: a@example.com}").empty());
    CHECK(refused("pushover: {token: other}").empty());
    CHECK(changes_between(paging("pushover: {token: \"${GONE}\"}"), running, monday).refused.empty());
}

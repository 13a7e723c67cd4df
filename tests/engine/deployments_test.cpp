#include <doctest/doctest.h>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

struct Deployed {
    House house{alert_settings()};

    void deploys(const std::string& what, const std::string& version, Duration ago = {}) {
        AlertsCame came{.source = "github", .alerts = {}};
        came.deployment = Deployment{.source = "github",
                                     .key = what + version,
                                     .what = what,
                                     .environment = "production",
                                     .version = version,
                                     .commit = "f95f852bd8fca8",
                                     .by = "octocat",
                                     .link = "https://github.example.com/1",
                                     .at = house.clock.now() - ago};
        CHECK(house.asks(came).status == 202);
    }
    bool card_says(const std::string& part) { return has(house.card(1).blocks.dump(), part); }
    bool thread_says(const std::string& part) { return any_has(said_in_thread(house, 1), part); }
};

}  // namespace

TEST_CASE("what was deployed shortly before an incident stands beside it, its own service's first") {
    Deployed at;
    at.deploys("acme/api", "v1.4.1", 3h);
    at.deploys("acme/api", "v1.4.2", 30min);
    at.deploys("acme/shop", "v7", 5min);
    tells(at.house, {alert("disk", {{"service", "api"}}, Severity::sev2)});
    CHECK(at.card_says(
        "Deployed 30 minutes before: acme/api v1.4.2 (f95f852) to production by octocat, and 1 more"));
    CHECK(
        at.thread_says("14:02 UTC (30 minutes before): acme/api v1.4.2 (f95f852) to production by octocat"));
    CHECK(at.thread_says("acme/shop v7"));
    CHECK_FALSE(at.thread_says("v1.4.1"));
    at.house.types(dana, "cancel INC-1 a test");
    at.house.pass(5s);
    CHECK_FALSE(at.card_says("Deployed"));
}

TEST_CASE("without a deployment nothing is said of one, and a drill has none") {
    Deployed at;
    at.house.types(dana, "sev3 Search is slow");
    CHECK_FALSE(at.card_says("Deployed"));
    CHECK_FALSE(at.thread_says("Deployed"));
    at.deploys("acme/api", "v2", 1min);
    CHECK_FALSE(at.card_says("Deployed"));
    at.house.types(dana, "drill sev2 Practice");
    CHECK_FALSE(has(at.house.card(2).blocks.dump(), "Deployed"));
}

TEST_CASE("what is deployed while an incident lasts is an entry of its timeline, once") {
    Deployed at;
    tells(at.house, {alert("disk", {{"service", "api"}}, Severity::sev2)});
    at.house.pass(10min);
    at.deploys("acme/shop", "v7");
    at.deploys("acme/api", "v1.4.3");
    at.deploys("acme/api", "v1.4.3");
    CHECK(at.thread_says("github noted for 14:42 UTC: Deployed: acme/api v1.4.3 (f95f852) to production"));
    CHECK_FALSE(at.thread_says("v7"));
    CHECK(std::ranges::count(kinds(at.house, 1), "note_added") == 1);
}

TEST_CASE("nothing in a deployment's names wakes anybody") {
    Deployed at;
    at.deploys("<!channel>", "<@U0DANA>", 1min);
    at.house.types(dana, "sev3 Search is slow");
    at.deploys("<!here>", "`x");
    for (const auto& message : at.house.thread(at.house.card(1).ts)) {
        CHECK_FALSE(has(message.text, "<!"));
        CHECK_FALSE(has(message.blocks.dump(), "<!"));
    }
    CHECK_FALSE(has(at.house.card(1).blocks.dump(), "<!channel"));
}

TEST_CASE("what was deployed between the start and the declaration is the likeliest of all, and shown") {
    Deployed at;
    at.deploys("acme/shop", "v7", 5min);
    at.house.types(dana, "declare sev3 started:14:20 Search is slow");
    CHECK(at.card_says("Deployed 7 minutes after the start: acme/shop v7"));
    CHECK(at.thread_says("14:27 UTC (7 minutes after the start): acme/shop v7"));
}

TEST_CASE("a deployment that is told of late is an entry at its own time, unless it was long before") {
    Deployed at;
    at.house.types(dana, "sev3 Search is slow");
    at.deploys("acme/api", "v1", 10min);
    at.deploys("acme/api", "v0", 3h);
    CHECK(at.thread_says("noted for 14:22 UTC: Deployed: acme/api v1"));
    CHECK_FALSE(at.thread_says("v0"));
}

TEST_CASE("the deployment that mends an incident stands in its timeline before it ends it") {
    auto settings = alert_settings();
    settings.alerts.rules.insert(settings.alerts.rules.begin(),
                                 rule("Failed", "alert.labels.repository == \"acme/api\"", Severity::sev3));
    settings.alerts.rules.front().auto_resolve = true;
    House house(settings);
    auto failed = alert("acme/api/production", {{"repository", "acme/api"}});
    tells(house, {failed}, "github");
    house.pass(10min);
    AlertsCame came{.source = "github", .alerts = {quiet(failed, house.clock.now())}};
    Deployment went;
    went.source = "github";
    went.key = "2";
    went.what = "acme/api";
    went.at = house.clock.now();
    came.deployment = went;
    CHECK(house.asks(came).status == 202);
    CHECK_FALSE(is_open(house.incident(1).state));
    CHECK(any_has(said_in_thread(house, 1), "Deployed: acme/api"));
}

#include "tests/engine/house.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

Settings with_probes() {
    auto settings = example_settings();
    Monitor api;
    api.name = "api-health";
    api.url = "https://api.example.com/health";
    api.certificate = std::chrono::days{14};
    Heartbeat backup;
    backup.name = "nightly-backup";
    backup.every = 24h;
    backup.grace = 1h;
    settings.probes = {{api}, {backup}};
    settings.alerts.rules.push_back({"API Down",
                                     "API Down",
                                     *alerts::Condition::parse("uptime_monitor.status == \"down\""),
                                     {},
                                     Severity::sev1});
    return settings;
}

struct Watched : House {
    Watched() : House(with_probes()) {}

    // Half a minute with one look that sees this.
    void sees(int status, std::optional<Time> certificate_until = {}) {
        looked_at.clear();
        pass(30s);
        REQUIRE(looked_at.size() == 1);
        CHECK(looked_at.front().url == "https://api.example.com/health");
        Look look;
        look.status = status;
        look.certificate_until = certificate_until;
        hand_in({LookedAt{looked_at.front().monitor, look}});
        settle();
    }
    std::int64_t incidents_made() {
        std::size_t count = 0;
        within([&](storage::Tx& tx) { count = tx.incidents(storage::ListFilter::all, 10).size(); });
        return static_cast<std::int64_t>(count);
    }
    channels::HttpAnswer beats(const std::string& name) { return asks(BeatCame{name}); }
};

}  // namespace

TEST_CASE_FIXTURE(Watched, "an address that fails twice in a row opens the rule's incident, once") {
    sees(200);
    sees(503);
    sees(200);
    sees(503);
    CHECK(incidents_made() == 0);
    sees(503);
    REQUIRE(incidents_made() == 1);
    CHECK(incident(1).title == "API Down");
    CHECK(incident(1).severity == Severity::sev1);
    CHECK(has(incident(1).source, "api-health"));
    restart();
    sees(503);
    sees(503);
    CHECK(incidents_made() == 1);
    sees(200);
    sees(200);
    CHECK(has(thread(card(1).ts).back().text, "is quiet since"));
}

TEST_CASE_FIXTURE(Watched,
                  "while an answer is awaited an address is not asked again, but it is never forgotten") {
    auto settings = with_probes();
    settings.probes.monitors.front().every = 4s;
    restart_with(settings);
    looked_at.clear();
    pass(9s);  // of its timeout and five seconds, after which the answer is given up
    CHECK(looked_at.size() == 1);
    pass(4s);
    CHECK(looked_at.size() == 2);
}

TEST_CASE_FIXTURE(Watched, "what the configuration watches no more is quiet") {
    sees(503);
    sees(503);
    beats("nightly-backup");
    pass(26h);
    REQUIRE(incidents_made() == 2);
    auto settings = with_probes();
    settings.probes = {};
    change(settings);
    settle();
    for (const int number : {1, 2}) CHECK(has(thread(card(number).ts).back().text, "is quiet since"));
}

TEST_CASE_FIXTURE(Watched, "a certificate that ends soon is an alert of its own, until there is a new one") {
    sees(200, clock.now() + std::chrono::days{15});
    CHECK(incidents_made() == 0);
    sees(200, clock.now() + std::chrono::days{13});
    REQUIRE(incidents_made() == 1);
    CHECK(incident(1).severity == Severity::sev3);
    CHECK(has(incident(1).title, "The certificate of api-health ends on 2025-02-03"));
    sees(200, clock.now() + std::chrono::days{13});
    CHECK(incidents_made() == 1);
    sees(200, clock.now() + std::chrono::days{90});
    CHECK(has(thread(card(1).ts).back().text, "is quiet since"));
}

TEST_CASE_FIXTURE(
    Watched,
    "a job that does not report in is an alert when its grace is over, and quiet again at its next sign") {
    CHECK(beats("nightly-backup").status == 200);
    pass(24h);
    CHECK(beats("nightly-backup").status == 200);
    restart();
    pass(25h - 1s);
    CHECK(incidents_made() == 0);
    pass(1s);
    REQUIRE(incidents_made() == 1);
    CHECK(incident(1).title == "nightly-backup does not report in");
    CHECK(incident(1).severity == Severity::sev3);
    pass(48h);
    CHECK(incidents_made() == 1);
    CHECK(beats("nightly-backup").status == 200);
    settle();
    CHECK(has(thread(card(1).ts).back().text, "is quiet since"));
    CHECK(beats("nobodys").status == 404);
}

TEST_CASE_FIXTURE(Watched, "a beat counts from when it came, whatever the configuration says by then") {
    CHECK(beats("nightly-backup").status == 200);
    pass(2h);
    auto settings = with_probes();
    settings.probes.heartbeats[0].every = 4h;
    change(settings);
    pass(3h - 1s);
    CHECK(incidents_made() == 0);
    pass(1s);
    CHECK(incidents_made() == 1);
}

TEST_CASE_FIXTURE(Watched, "a beat that nobody was there to take has its grace once more") {
    CHECK(beats("nightly-backup").status == 200);
    clock.advance(48h);
    restart();
    pass(1h - 1s);
    CHECK(incidents_made() == 0);
    pass(1s);
    CHECK(incidents_made() == 1);
}

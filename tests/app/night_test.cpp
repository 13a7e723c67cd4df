// Nights made up from seeds: sleepers, failing companies and stores, a clock that jumps and a process that
// dies. Whatever happens, the invariants hold (docs/simulate.md).
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "bot/app/random_nights.h"
#include "bot/app/world.h"
#include "bot/base/log.h"
#include "bot/base/text.h"
#include "bot/config/load.h"

using namespace tocsin;
using namespace tocsin::app;

namespace {

constexpr unsigned seeds_by_day = 8;
constexpr unsigned seeds_by_night = 10'000;
const Time evening = time_from_unix(1'737'496'800);  // 2025-01-21T22:00:00Z

constexpr std::string_view organisation = R"(
people:
  dana: {name: Dana, slack: U000DANA, phone: "+12025550101"}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102"}
teams: {platform: {primary: person:dana}}
default_team: platform
severities:
  sev1: {page: {to: [primary], via: [phone, sms, slack], policy: production}}
  sev2: {page: {to: [primary], via: [sms], policy: production}}
escalation_policies:
  production:
    name: Production Incidents
    repeat: 1
    levels:
      - {to: [primary], via: [phone, sms, slack], timeout: 10m, again_after: 4m}
      - {to: ["person:lee"], via: [phone, sms, slack], timeout: 10m}
alerts:
  sources: {am: {kind: json, token: the-token-that-nobody-may-read}}
  rules: [{name: All, when: 'alert.title != ""', severity: sev1}]
paging:
  phone: [twilio, vonage]
  sms: [twilio, vonage]
  providers:
    twilio: {account_sid: AC00000000000000000000000000000001, auth_token: a-secret-of-twilio, from: "+12025550199"}
    vonage: {application_id: 00000000-0000-0000-0000-000000000001, private_key: a-secret-of-vonage, from: Tocsin, number: "+12025550197"}
)";

config::Configuration configuration() {
    const auto loaded = config::load_text(organisation, "tocsin.yaml", config::process_environment(), {});
    if (!loaded.ok()) FAIL(config::to_line(loaded.findings.front()));
    return loaded.configuration;
}

std::unique_ptr<World> played(const config::Configuration& configuration, const config::Scenario& scenario) {
    auto world = World::make(configuration, scenario, {.checks = true});
    REQUIRE(world);
    (*world)->run();
    return std::move(*world);
}

std::vector<Event> everything_in(World& world) {
    std::vector<Event> all;
    world.within([&](storage::Tx& tx) {
        for (const auto& incident : tx.incidents(storage::ListFilter::all, 1000)) {
            for (auto& event : tx.timeline(incident.number)) all.push_back(std::move(event));
        }
    });
    return all;
}

std::string told(World& world) {
    std::string text;
    for (const auto& event : everything_in(world)) {
        text += fmt::format("\nINC-{} {} {} {}", event.incident.value(), format_rfc3339(event.at),
                            kind_of(event.body), event.by.name);
        if (const auto* moved = std::get_if<event::PageMoved>(&event.body))
            text += fmt::format(" page {} {} {}", moved->page, key_of(moved->to), moved->provider_id);
    }
    return text;
}

struct Quiet {
    Quiet() { log::configure(log::Level::off, log::Format::automatic); }
    ~Quiet() { log::configure(log::Level::info, log::Format::automatic); }
};

}  // namespace

TEST_CASE_FIXTURE(Quiet,
                  "whatever happens at night, the invariants hold, and in the end nobody is forgotten") {
    const unsigned seeds = std::getenv("TOCSIN_NIGHTLY") != nullptr ? seeds_by_night : seeds_by_day;
    const char* chosen = std::getenv("TOCSIN_SEED");
    const unsigned first = chosen != nullptr ? static_cast<unsigned>(std::atoi(chosen)) : 1;
    const auto organisation_ = configuration();
    int acknowledged = 0;
    for (unsigned seed = first; seed < first + (chosen != nullptr ? 1 : seeds); ++seed) {
        INFO("run it alone with TOCSIN_SEED=", seed);
        const auto scenario = wild_night(organisation_, evening, seed);
        const auto world = played(organisation_, scenario);
        const auto said = join(world->violations(), "\n");
        if (!said.empty() && chosen == nullptr) FAIL_CHECK(said);
        if (!said.empty() && chosen != nullptr)
            FAIL_CHECK(said << "\n" << config::write_scenario(scenario, "played") << told(*world));
        CHECK(world->verify().problem == "");
        world->within([&](storage::Tx& tx) {
            for (const auto& incident : tx.incidents(storage::ListFilter::all, 1000)) {
                CAPTURE(incident.number.value());
                // A clock that was set back puts the end off.
                const bool goes_on = incident.paging.next_due && *incident.paging.next_due > tx.now();
                if (is_unanswered(incident.state)) CHECK((goes_on || incident.paging.ended.has_value()));
                acknowledged += incident.acknowledged ? 1 : 0;
            }
        });
    }
    if (chosen == nullptr) CHECK(acknowledged >= static_cast<int>(seeds));
}

TEST_CASE_FIXTURE(Quiet, "a night that is written down and read again is the same night") {
    const auto organisation_ = configuration();
    for (const unsigned seed : {1U, 2U, 3U}) {
        const auto scenario = wild_night(organisation_, evening, seed);
        const auto text = config::write_scenario(scenario, "seed");
        const auto read = config::read_scenario(text, "night.yaml", organisation_);
        for (const auto& finding : read.findings) FAIL(config::to_line(finding));
        CHECK(config::write_scenario(read.scenario, "seed") == text);
        const auto once = played(organisation_, scenario), again = played(organisation_, read.scenario);
        CHECK(everything_in(*once) == everything_in(*again));
        CHECK(everything_in(*once).size() > 20);
    }
}

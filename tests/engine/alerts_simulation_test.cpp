// A day of a few monitoring systems that fire, repeat, fall quiet, come late and flap, people who act, and a
// process that is killed. Whatever happens, no alert that was answered for is lost.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <random>
#include <set>

#include "tests/engine/alert_sender.h"

using namespace tocsin;
using namespace tocsin::engine;
using namespace tocsin::engine::testing;

namespace {

constexpr unsigned seeds_by_day = 3;
constexpr unsigned seeds_by_night = 400;
constexpr int acts = 80;
constexpr int keys = 12;

Settings day_settings() {
    auto settings = alert_settings();
    settings.alerts.rules[0].auto_resolve = true;
    settings.alerts.rules.push_back(
        rule("Resolves", "alert.labels.alertname == \"name-2\"", Severity::sev3, 2min));
    settings.alerts.rules.back().auto_resolve = true;
    return settings;
}

class Day {
  public:
    explicit Day(unsigned seed) : random_(seed) {
        house_.after_step = [this] { check(); };
    }

    void live() {
        for (int i = 0; i < acts; ++i) {
            switch (pick(10)) {
                case 0:
                    kill();
                    break;
                case 1:
                case 2:
                    house_.pass(std::chrono::seconds(pick(900)));
                    break;
                case 3:
                    act();
                    break;
                default:
                    tell();
            }
        }
        house_.pass(3h);
        check_end();
    }

  private:
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

    Alert any_alert() {
        const auto number = pick(keys);
        auto told = alert(fmt::format("key-{}", number),
                          {{"alertname", fmt::format("name-{}", number % 4)}, {"service", "api"}});
        if (pick(3) > 0) told.severity = static_cast<Severity>(1 + pick(4));
        if (number == 11) told.uptime_monitor = UptimeMonitor{"monitor", "", "down"};
        auto& started = started_[told.key];
        if (started == Time{} || pick(3) == 0) started = house_.clock.now() - std::chrono::seconds(pick(120));
        told.started = started;
        if (pick(3) == 0) return quiet(told, house_.clock.now() - std::chrono::seconds(pick(60)));
        return told;
    }

    AlertsCame any_telling() {
        AlertsCame came{.source = "alertmanager", .alerts = {}};
        for (int i = 0; i <= pick(3); ++i) came.alerts.push_back(any_alert());
        return came;
    }

    void tell() {
        const auto came = any_telling();
        CHECK(house_.asks(came).status == 202);
        for (const auto& told : came.alerts) answered_.insert(told.key);
    }

    void act() {
        const auto incident = fmt::format("INC-{}", 1 + pick(6));
        static constexpr std::array lines{"ack {}",        "resolve {} Fixed.",   "cancel {} nothing",
                                          "severity {} 2", "merge {} into INC-1", "note {} Noted."};
        house_.types(dana, fmt::format(fmt::runtime(lines[static_cast<std::size_t>(pick(6))]), incident));
        if (pick(4) == 0)
            house_.types(
                lee, fmt::format("silence alertname=name-{} for {}m because test", pick(4), 1 + pick(60)));
        if (pick(6) == 0) house_.types(dana, fmt::format("silence end {}", 1 + pick(4)));
    }

    // The answer may have been lost: whoever sends sends again.
    void kill() {
        const auto came = any_telling();
        house_.hand_in({RequestCame{0, came}});
        auto outputs = house_.step();
        if (pick(2) == 0) house_.carry_out(std::move(outputs));
        house_.restart();
        CHECK(house_.asks(came).status == 202);
        for (const auto& told : came.alerts) answered_.insert(told.key);
    }

    void check() {
        house_.within([&](storage::Tx& tx) {
            std::set<std::string> timers;
            for (const auto& timer : tx.timers_with_prefix("alert/")) timers.insert(timer.key);
            for (const auto& key : answered_) {
                const auto record = tx.alert("alertmanager", key);
                if (!record) FAIL(key << " is lost");
                check(tx, *record, timers);
            }
        });
    }

    void check_end() {
        house_.within([&](storage::Tx& tx) {
            for (const auto& incident : tx.incidents(storage::ListFilter::all, 1000)) {
                Incident folded;
                folded.number = incident.number;
                for (const auto& event : tx.timeline(incident.number)) folded = apply(folded, event);
                if (folded != incident) FAIL("folding INC-" << incident.number.value());
            }
        });
    }

    void check(storage::Tx& tx, const AlertRecord& record, const std::set<std::string>& timers) {
        const bool waits = timers.contains(fmt::format("alert/{}", record.id.value()));
        const auto about = fmt::format("{} of INC-{}", record.alert.key, record.incident.value());
        if (record.firing() && record.incident.value() == 0 && !waits)
            FAIL(about << " fires, and nothing comes of it");
        if (record.incident.value() != 0 && !tx.incident(record.incident)) FAIL(about << " is nowhere");
        if (record.firing() == record.quiet_since.has_value() && record.fired > 0)
            FAIL(about << " is both firing and quiet");
        if (record.began.size() > 8) FAIL(about << " remembers too much");
    }

    std::mt19937 random_;
    House house_{day_settings()};
    std::map<std::string, Time> started_;
    std::set<std::string> answered_;
};

}  // namespace

TEST_CASE("whatever sources tell on a day, each alert belongs to an incident, waits, or is quiet") {
    const unsigned seeds = std::getenv("TOCSIN_NIGHTLY") != nullptr ? seeds_by_night : seeds_by_day;
    const char* chosen = std::getenv("TOCSIN_SEED");
    const unsigned first = chosen != nullptr ? static_cast<unsigned>(std::atoi(chosen)) : 1;
    for (unsigned seed = first; seed < first + (chosen != nullptr ? 1 : seeds); ++seed) {
        INFO("run it alone with TOCSIN_SEED=", seed);
        Day(seed).live();
    }
}

// What a bot does and how long it takes as its store grows: growth_bench URL INCIDENTS [OPEN] [SCHEDULES]
// Fills the store, whose last OPEN incidents stay open (100), with SCHEDULES schedules in the rules (1), and
// prints a row of medians in milliseconds. The store is kept: with another number it grows on. A measurement
// to look at, not a test.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "bot/base/digest.h"
#include "bot/base/log.h"
#include "bot/engine/engine.h"
#include "storage/store.h"

using namespace tocsin;

namespace {

constexpr int of_a_commit = 1'000;
constexpr int rounds = 21;

double milliseconds(const auto& work) {
    const auto from = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

double median(const auto& work) {
    std::vector<double> took;
    for (int i = 0; i < rounds; ++i) took.push_back(milliseconds(work));
    std::ranges::sort(took);
    return took[rounds / 2];
}

void add(storage::Tx& tx, Time detected, bool stays_open, int number) {
    event::Declared declared;
    declared.title = fmt::format("Trouble {}", number);
    declared.service = ServiceId(fmt::format("service-{}", number % 200));
    declared.severity = Severity::sev2;
    declared.started = declared.detected = detected;
    event::Resolved resolved;
    resolved.restored = detected + 18min;
    resolved.cause = "A full disk";
    std::vector<std::pair<Duration, EventBody>> story{{0min, declared}, {2min, event::Acknowledged{}}};
    if (!stays_open) story.emplace_back(18min, resolved);
    Incident incident;
    incident.number = tx.next_incident_number();
    std::vector<Event> events;
    for (const auto& [after, body] : story) {
        events.push_back({incident.number, incident.revision + 1, detected + after,
                          Actor{UserId("U000DANA"), "Dana", PersonId("dana")}, Via::slash, body});
        incident = apply(incident, events.back());
    }
    tx.save(incident, events);
    tx.remember_message(incident.number, "card",
                        {ChannelId("C0INCIDENTS"), MessageTs(fmt::format("17000.{}", number))});
}

void fill(storage::Store& store, int incidents, int open, Time now) {
    int there = 0;
    store.transact([&](storage::Tx& tx) {
        const auto newest = tx.incidents(storage::ListFilter::all, 1);
        if (!newest.empty()) there = static_cast<int>(newest.front().number.value());
    });
    while (there < incidents) {
        const int end = std::min(incidents, there + of_a_commit);
        store.transact([&](storage::Tx& tx) {
            for (; there < end; ++there)
                add(tx, now - std::chrono::minutes(incidents - there), there >= incidents - open, there);
        });
    }
}

engine::Settings settings_with(int schedules) {
    engine::Settings settings;
    auto& rules = settings.rules;
    for (const auto* id : {"dana", "lee"}) {
        Person person;
        person.id = PersonId(id);
        person.name = id;
        person.slack = UserId(fmt::format("U000{}", id));
        person.phone = "+12025550101";
        rules.people[person.id] = person;
    }
    for (int i = 0; i < schedules; ++i) {
        Schedule schedule;
        schedule.id = ScheduleId(fmt::format("schedule-{}", i));
        schedule.name = schedule.id.str();
        schedule.timezone = i % 2 == 0 ? "America/New_York" : "Europe/Berlin";
        Layer layer;
        layer.rotation = Layer::Rotation::weekly;
        layer.members = {{PersonId("dana")}, {PersonId("lee")}};
        schedule.layers.push_back(std::move(layer));
        rules.schedules[schedule.id] = std::move(schedule);
    }
    Team team;
    team.id = TeamId("platform");
    team.primary = {Target::Kind::schedule, "schedule-0"};
    rules.teams[team.id] = team;
    rules.default_team = team.id;
    for (const auto severity : all_severities) {
        auto& of_severity = rules.severities[severity];
        of_severity.page.to = {team.primary};
        of_severity.page.via = {Means::slack};
        of_severity.update_every = 15min;
    }
    settings.version = "bench";
    return settings;
}

struct Bench {
    engine::Engine& engine;
    std::uint64_t last = 0;
    std::string run = random_token(8);  // no request is one of an earlier run

    void step(engine::Input input) { engine.step(std::span(&input, 1)); }
    void asks(engine::WebRequest what) { step(engine::RequestCame{++last, std::move(what)}); }
    engine::ApiAsked api(const std::string& verb, const std::string& about, const std::string& body,
                         const std::string& query = "") {
        return {"bench", PersonId("dana"), fmt::format("{}-{}", run, ++last), verb, about, query, body};
    }
};

}  // namespace

int main(int count, char** words) {
    if (count < 3) {
        fmt::print(stderr, "growth_bench URL INCIDENTS [OPEN] [SCHEDULES]\n");
        return 2;
    }
    const int incidents = std::atoi(words[2]);
    const int open = count > 3 ? std::atoi(words[3]) : 100;
    const int schedules = count > 4 ? std::atoi(words[4]) : 1;
    log::configure(log::Level::off, log::Format::automatic);
    const SystemClock clock;
    double filled = 0;
    {
        auto store = storage::Store::open(words[1], clock);
        if (!store) {
            fmt::print(stderr, "{}\n", store.error().message);
            return 1;
        }
        filled = milliseconds([&] { fill(**store, incidents, open, clock.now()); });
    }
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<engine::Engine> engine;
    const double start = milliseconds([&] {
        store = *storage::Store::open(words[1], clock);
        engine =
            std::make_unique<engine::Engine>(*store, settings_with(schedules), *templates::Catalog::load());
    });
    for (int i = 0; i < 100 && engine->next_due() && *engine->next_due() <= clock.now(); ++i)
        engine->step({});
    Bench bench{*engine};
    int number = 0;
    const double declare = median([&] {
        bench.asks(
            bench.api("declare", "", fmt::format(R"({{"title":"New {}","severity":"sev2"}})", ++number)));
    });
    store->transact([&](storage::Tx& tx) {
        number = static_cast<int>(tx.incidents(storage::ListFilter::all, 1).front().number.value());
    });
    const double acknowledge = median([&] { bench.asks(bench.api("ack", std::to_string(number--), "{}")); });
    const double intake = median([&] {
        Alert alert;
        alert.key = fmt::format("{}-{}", bench.run, ++bench.last);
        alert.title = alert.key;
        alert.started = clock.now();
        bench.asks(engine::AlertsCame{"anything", {alert}});
    });
    const double list = median([&] { bench.asks(bench.api("list", "", "", "state=all&limit=50")); });
    const double report = median([&] {
        store->transact([&](storage::Tx& tx) {
            const Zone zone;
            const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(clock.now()));
            const auto month = today.year() / today.month();
            month_report(month, "UTC", zone, tx.month_facts(span_of(month, zone)));
        });
    });
    const double idle = median([&] { engine->step({}); });
    fmt::print(
        "| {} | {} | {} | {:.0f} s | {:.0f} ms | {:.2f} ms | {:.2f} ms | {:.2f} ms | {:.2f} ms | {:.2f} ms | "
        "{:.2f} ms |\n",
        incidents, open, schedules, filled / 1000, start, declare, acknowledge, intake, list, report, idle);
    return 0;
}

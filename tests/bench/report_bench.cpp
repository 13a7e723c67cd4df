// Milliseconds for a monthly report with its twelve months, out of a store of 100 000 incidents: once spread
// over eight years, once all in the same month. A measurement to look at, not a test.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <vector>

#include "bot/base/digest.h"
#include "storage/store.h"
#include "templates/month_report.h"
#include "templates/report_picture.h"

using namespace tocsin;
using namespace tocsin::storage;

namespace {

constexpr int incidents = 100'000;
constexpr int of_a_commit = 1'000;
constexpr int months = 12;
constexpr int rounds = 9;
const Time newest = *parse_rfc3339("2025-01-31T12:00:00Z");

void add(Tx& tx, Time detected, int number) {
    event::Declared declared;
    declared.title = "API Down";
    declared.severity = all_severities.at(static_cast<std::size_t>(number) % all_severities.size());
    declared.started = detected - 3min;
    declared.detected = detected;
    declared.source = "rule errors";
    declared.rule = fmt::format("rule {}", number % 40);
    event::Paged paged;
    paged.level = 1;
    paged.orders = {
        {{UserId("U1"), "dana", PersonId(fmt::format("person{}", number % 30))}, "", {Means::sms}}};
    event::Resolved resolved;
    resolved.restored = detected + 18min;
    const std::vector<std::pair<Duration, EventBody>> story{
        {0min, declared}, {0min, paged}, {2min, event::Acknowledged{}}, {18min, resolved}};
    Incident incident;
    incident.number = tx.next_incident_number();
    std::vector<Event> events;
    for (const auto& [after, body] : story) {
        events.push_back({incident.number, incident.revision + 1, detected + after, {}, Via::api, body});
        incident = apply(incident, events.back());
    }
    tx.save(incident, events);
    tx.count_firing(declared.rule);
}

void fill(Store& store, Duration span) {
    for (int done = 0; done < incidents; done += of_a_commit) {
        store.transact([&](Tx& tx) {
            for (int i = done; i < done + of_a_commit; ++i) add(tx, newest - span / incidents * i, i);
        });
    }
}

templates::ReportFacts report(Store& store) {
    const Zone zone;
    const auto month = std::chrono::year{2025} / std::chrono::January;
    templates::ReportFacts facts;
    store.transact([&](Tx& tx) {
        facts.report = month_report(month, "UTC", zone, tx.month_facts(span_of(month, zone)));
        facts.history =
            months_before(month, months, "UTC", zone, [&](const TimeSpan& span) { return tx.tally(span); });
    });
    facts.history.push_back(facts.report);
    return facts;
}

double milliseconds(const auto& work) {
    std::vector<double> took;
    for (int i = 0; i < rounds; ++i) {
        const auto from = std::chrono::steady_clock::now();
        work();
        took.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
    }
    std::ranges::sort(took);
    return took[rounds / 2];
}

void measure(const std::filesystem::path& folder, std::string_view name, Duration span) {
    const auto file = folder / ("report-bench-" + random_token(4) + ".db");
    const SystemClock clock;
    {
        const auto store = *Store::open("sqlite:" + file.string(), clock);
        fill(*store, span);
        const auto facts = report(*store);
        fmt::print("{}: {} incidents in the month\n", name, facts.report.incidents);
        fmt::print("  numbers and twelve months {:>8.1f} ms\n", milliseconds([&] { report(*store); }));
        fmt::print("  the picture               {:>8.1f} ms\n",
                   milliseconds([&] { templates::report_picture(facts.history); }));
    }
    for (const auto* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + ending);
}

}  // namespace

int main(int count, char** arguments) {
    const std::filesystem::path folder = count > 1 ? arguments[1] : std::filesystem::temp_directory_path();
    measure(folder, "over eight years", std::chrono::days{365 * 8});
    measure(folder, "all in one month", std::chrono::days{30});
}

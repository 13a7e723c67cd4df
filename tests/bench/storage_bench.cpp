// Microseconds of processor and wall-clock time for each operation of the store, in groups of 64 inputs to a
// commit, with 10 000 open incidents in it. A measurement to look at, not a test.

#include <fmt/format.h>
#include <time.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

#include "bot/base/digest.h"
#include "storage/store.h"

using namespace tocsin;
using namespace tocsin::storage;

namespace {

constexpr int open_incidents = 10'000;
constexpr int inputs_of_a_commit = 64;
constexpr int commits = 100;

double seconds_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Bench {
    Store& store;
    std::string_view only;  // operations with this in their name; empty: all
};

void measure(const Bench& bench, std::string_view name, const std::function<void(Tx&, int)>& operation) {
    if (!name.contains(bench.only)) return;
    const double processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    const double wall = seconds_of(CLOCK_MONOTONIC);
    int number = 0;
    for (int commit = 0; commit < commits; ++commit) {
        bench.store.transact([&](Tx& tx) {
            for (int i = 0; i < inputs_of_a_commit; ++i) tx.savepoint([&] { operation(tx, ++number); });
        });
    }
    fmt::print("{:<32} {:>8.1f} {:>8.1f}\n", name,
               (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processor) * 1e6 / number,
               (seconds_of(CLOCK_MONOTONIC) - wall) * 1e6 / number);
}

Event next_event(const Tx& tx, const Incident& incident, EventBody body) {
    return {.incident = incident.number,
            .sequence = incident.revision + 1,
            .at = tx.now(),
            .by = {UserId("U012ABCDEF"), "dana"},
            .via = Via::slash,
            .body = std::move(body)};
}

Incident declare(Tx& tx) {
    event::Declared declared;
    declared.title = "API Down";
    declared.severity = Severity::sev1;
    declared.started = tx.now();
    declared.detected = tx.now();
    Incident incident;
    incident.number = tx.next_incident_number();
    const Event event = next_event(tx, incident, declared);
    incident = apply(incident, event);
    tx.save(incident, std::span(&event, 1));
    return incident;
}

void update(Tx& tx, IncidentNumber number) {
    const auto incident = tx.incident(number).value();
    event::Updated updated;
    updated.text = "Rolled back the deploy of 14:20, error rate is falling.";
    updated.next_due = tx.now() + 15min;
    const Event event = next_event(tx, incident, updated);
    tx.save(apply(incident, event), std::span(&event, 1));
}

OutboxRow message(const Tx& tx, int number) {
    OutboxRow row;
    row.lane = fmt::format("chat.postMessage/C{}", number);
    row.payload = std::string(1500, 'x');
    row.not_before = tx.now();
    return row;
}

constexpr std::string_view token = "token";

// As the engine does it: many leave at once, each is finished when its answer comes.
void lease_and_finish_one(Tx& tx, std::vector<OutboxRow>& leased) {
    if (leased.empty()) {
        for (const auto& lane : tx.due_lanes(inputs_of_a_commit, 8)) {
            for (const auto& row : lane) {
                tx.lease(row, token, tx.now() + 30s);
                leased.push_back(row);
            }
        }
    }
    if (leased.empty()) return;
    tx.finish(leased.back(), token);
    leased.pop_back();
}

}  // namespace

int main(int count, char** arguments) {
    const std::filesystem::path folder = count > 1 ? arguments[1] : std::filesystem::temp_directory_path();
    const std::filesystem::path file = folder / ("storage-bench-" + random_token(4) + ".db");
    const SystemClock clock;
    const auto store = *Store::open("sqlite:" + file.string(), clock);
    store->transact([](Tx& tx) {
        for (int i = 0; i < open_incidents; ++i) {
            const auto incident = declare(tx);
            tx.set_timer(
                {fmt::format("remind/{}", incident.number.value()), tx.now() + 15min, "incident", "{}", 0});
            tx.remember_message(incident.number, "card",
                                {ChannelId("C1"), MessageTs(std::to_string(incident.number.value()))});
        }
    });
    fmt::print("{:<32} {:>8} {:>8}   (us each, {} to a commit)\n", "operation", "cpu", "wall",
               inputs_of_a_commit);
    const Bench bench{*store, count > 2 ? arguments[2] : ""};
    measure(bench, "nothing (savepoint alone)", [](Tx&, int) {});
    measure(bench, "answer_to", [](Tx& tx, int i) { tx.answer_to(fmt::format("trigger/{}", i)); });
    measure(bench, "remember", [](Tx& tx, int i) {
        tx.remember(fmt::format("trigger/{}/{}", (i * 7919) % 10'000, i), R"({"text":"ok"})");
    });
    measure(bench, "incident", [](Tx& tx, int i) { tx.incident(IncidentNumber(i)); });
    measure(bench, "number and save (1 event)", [](Tx& tx, int) { declare(tx); });
    measure(bench, "incident and save (1 event)", [](Tx& tx, int i) { update(tx, IncidentNumber(i)); });
    measure(bench, "timeline", [](Tx& tx, int i) { tx.timeline(IncidentNumber(i)); });
    measure(bench, "set_timer", [](Tx& tx, int i) {
        tx.set_timer({fmt::format("remind/{}", 20'000 + i), tx.now() + 15min, "incident", "{}", 0});
    });
    measure(bench, "next_timer", [](Tx& tx, int) { tx.next_timer(); });
    measure(bench, "timers_with_prefix",
            [](Tx& tx, int i) { tx.timers_with_prefix(fmt::format("remind/{}", i)); });
    measure(bench, "send", [](Tx& tx, int i) { tx.send(message(tx, i)); });
    measure(bench, "next_outbox_time", [](Tx& tx, int) { tx.next_outbox_time(); });
    std::vector<OutboxRow> leased;
    measure(bench, "lease and finish", [&](Tx& tx, int) { lease_and_finish_one(tx, leased); });
    measure(bench, "send, superseding", [](Tx& tx, int i) {
        auto row = message(tx, i % 100);
        row.supersede = fmt::format("card/{}", i % 100);
        row.not_before = tx.now() + 3s;
        tx.send(row);
    });
    measure(bench, "remember_message", [](Tx& tx, int i) {
        tx.remember_message(IncidentNumber(i), "reminder/1", {ChannelId("C1"), MessageTs(std::to_string(i))});
    });
    measure(bench, "incident_at",
            [](Tx& tx, int i) { tx.incident_at(ChannelId("C1"), MessageTs(std::to_string(i))); });
    measure(bench, "young", [](Tx& tx, int) { tx.young(); });
    leased.clear();
    measure(bench, "a declaration, whole", [&](Tx& tx, int i) {
        const std::string key = fmt::format("slash/{}", i * 7919 % 100'000);
        if (tx.answer_to(key)) return;
        const auto incident = declare(tx);
        tx.set_timer({fmt::format("remind/{}", 40'000 + i), tx.now() + 15min, "incident", "{}", 0});
        tx.send(message(tx, 100 + i));
        tx.remember(key, R"({"text":"ok"})");
        lease_and_finish_one(tx, leased);
        tx.remember_message(incident.number, "card", {ChannelId("C2"), MessageTs(std::to_string(i))});
    });
    for (const char* suffix : {"", "-wal"}) std::filesystem::remove(file.string() + suffix);
    return 0;
}

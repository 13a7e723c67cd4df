// Stores for the tests: each kind of database behind one name, in a folder that goes away. A new kind of
// database joins `every_store` and has to pass everything.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bot/base/digest.h"
#include "storage/store.h"
#include "tests/storage/postgres_cluster.h"

namespace tocsin::storage::testing {

struct TemporaryFolder {
    TemporaryFolder() : path(std::filesystem::temp_directory_path() / ("tocsin-" + random_token(8))) {
        std::filesystem::create_directory(path);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string file(const std::string& name) const { return (path / name).string(); }

    std::filesystem::path path;
};

inline const Time start = time_from_unix(1737469920);  // 2025-01-21T14:32:00Z

struct SqliteMemory {
    static std::string url(const TemporaryFolder&) { return "sqlite::memory:"; }
};
struct SqliteFile {
    static std::string url(const TemporaryFolder& folder) { return "sqlite:" + folder.file("tocsin.db"); }
};
struct Postgres {
    static std::string url(const TemporaryFolder& folder) {
        return PostgresCluster::one().url(schema_of(folder));
    }
    static std::string schema_of(const TemporaryFolder& folder) {
        auto schema = folder.path.filename().string();
        std::ranges::replace(schema, '-', '_');
        return schema;
    }
};
#define every_store SqliteMemory, SqliteFile, Postgres
// Those that can be closed and opened again.
#define lasting_store SqliteFile, Postgres

// Where tests of more than the store have theirs: with TOCSIN_TEST_STORE=postgres on the tests' server.
inline bool server_is_chosen() {
    const char* chosen = std::getenv("TOCSIN_TEST_STORE");
    return chosen != nullptr && std::string_view(chosen) == "postgres";
}
inline bool replicas_are_chosen() {
    const char* chosen = std::getenv("TOCSIN_TEST_STORE");
    return chosen != nullptr && std::string_view(chosen) == "replicas";
}
inline std::string chosen_store(const TemporaryFolder& folder) {
    return server_is_chosen() ? Postgres::url(folder) : SqliteFile::url(folder);
}

template <class Kind>
struct Opened {
    Opened() : store(*Store::open(Kind::url(folder), clock)) {}

    void transact(const std::function<void(Tx&)>& work) { store->transact(work); }

    TemporaryFolder folder;
    ManualClock clock{start};
    std::unique_ptr<Store> store;
};

struct Lease {
    OutboxRow row;
    std::string token;
};

// Everything that may leave now, leased under one token.
inline std::vector<Lease> claim(Tx& tx, int limit, int per_lane, Duration time) {
    const std::string token = random_token(8);
    std::vector<Lease> leases;
    for (const auto& lane : tx.due_lanes(limit, per_lane)) {
        for (const OutboxRow& row : lane) {
            tx.lease(row, token, tx.now() + time);
            leases.push_back({row, token});
        }
    }
    return leases;
}

// A step in an incident's life, saved as the engine does it.
inline Incident record(Tx& tx, Incident incident, EventBody body) {
    const Event event{.incident = incident.number,
                      .sequence = incident.revision + 1,
                      .at = tx.now(),
                      .by = {UserId("U1"), "dana"},
                      .via = Via::slash,
                      .body = std::move(body)};
    const IncidentNumber number = incident.number;
    incident = apply(std::move(incident), event);
    CHECK(incident.number == number);
    tx.save(incident, std::span(&event, 1));
    return incident;
}

inline event::Declared declared(const std::string& title, Time at) {
    event::Declared event;
    event.title = title;
    event.severity = Severity::sev1;
    event.started = at;
    event.detected = at;
    return event;
}

inline event::Updated updated(const std::string& text) {
    event::Updated event;
    event.text = text;
    return event;
}

inline event::Resolved resolved(const std::string& cause, Time at) {
    event::Resolved event;
    event.cause = cause;
    event.restored = at;
    return event;
}

inline Incident declare(Tx& tx, const std::string& title) {
    Incident incident;
    incident.number = tx.next_incident_number();
    return record(tx, incident, declared(title, tx.now()));
}

}  // namespace tocsin::storage::testing

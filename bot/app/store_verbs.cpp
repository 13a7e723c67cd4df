#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/app/settings.h"
#include "bot/app/snapshot.h"
#include "bot/app/verbs.h"
#include "storage/fence.h"
#include "storage/move_store.h"
#include "storage/open_connection.h"

namespace tocsin::app {

namespace {

// Damage that verify finds does not keep a copy from being used: it may be the best one that there is.
int let_run(const Common& common) {
    const auto found = find_configuration(common, {});
    if (!found) return found.error();
    const auto lifted = storage::lift_fence(found->configuration.storage.url);
    if (!lifted) fmt::print(stderr, "{}\n", lifted.error().message);
    return lifted ? done : store_error;
}

}  // namespace

int backup(const Common& common, const std::string& url, const std::string& file) {
    const SystemClock clock;
    const auto written = [&file] {
        fmt::print("backup written to {}\n", file);
        return int{done};
    };
    if (!url.empty()) {
        const auto code = copy_from_bot(common, url, file, true);
        return code == done ? written() : code;
    }
    auto snapshot = Snapshot::take(common, url, clock, true);
    if (!snapshot) return snapshot.error();
    if (auto copied = snapshot->store().backup(file); !copied) {
        fmt::print(stderr, "{}\n", copied.error().message);
        return failed;
    }
    return written();
}

int verify(const Common& common, const std::string& url, bool restored) {
    const SystemClock clock;
    if (restored) {
        if (const auto code = let_run(common); code != done) return code;
    }
    auto snapshot = Snapshot::take(common, url, clock);
    if (!snapshot) return snapshot.error();
    const auto result = snapshot->store().verify();
    if (common.json) {
        fmt::print("{}\n", nlohmann::json{{"intact", result.intact},
                                          {"events", result.events},
                                          {"rewritten", result.rewritten},
                                          {"problem", result.problem}}
                               .dump());
    } else if (result.intact) {
        fmt::print("intact: {} events, every hash and every incident agrees\n", result.events);
        if (result.rewritten > 0)
            fmt::print("{} of them were rewritten to remove somebody's data\n", result.rewritten);
    } else {
        fmt::print(stderr, "{}\n", result.problem);
    }
    if (restored && !common.json) fmt::print("a bot may run on this store now\n");
    return result.intact ? done : store_error;
}

int export_store(const Common& common, const std::string& url, std::optional<int> incident) {
    const SystemClock clock;
    auto snapshot = Snapshot::take(common, url, clock);
    if (!snapshot) return snapshot.error();
    auto& store = snapshot->store();
    const auto only = incident ? std::optional{IncidentNumber{*incident}} : std::nullopt;
    if (only) {
        bool known = false;
        const IncidentNumber before{only->value() - 1};
        store.transact(
            [&](storage::Tx& tx) { known = tx.incident_numbers(before, 1) == std::vector{*only}; });
        if (!known) {
            fmt::print(stderr, "There is no INC-{} in this store.\n", *incident);
            return failed;
        }
    }
    std::vector<std::string> damaged;
    fmt::print("{}\n", store.export_json(only, &damaged));
    for (const auto& sentence : damaged) fmt::print(stderr, "{}\n", sentence);
    return damaged.empty() ? done : store_error;
}

int migrate_store(const Common& common, const std::string& from, const std::string& to) {
    const auto moved = storage::move_store(from, to, SystemClock());
    if (!moved) {
        fmt::print(stderr, "{}\n", moved.error().message);
        const auto kind = moved.error().kind;
        return kind == ErrorKind::unavailable || kind == ErrorKind::damaged ? store_error : failed;
    }
    if (common.json) {
        fmt::print("{}\n", nlohmann::json{{"rows", moved->rows}, {"events", moved->events}}.dump());
    } else {
        fmt::print(
            "moved {} rows to {}: {} events, every hash agrees; the store that they came from is as it was\n",
            moved->rows, storage::without_password(to), moved->events);
    }
    return done;
}

}  // namespace tocsin::app

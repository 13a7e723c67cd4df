#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>

#include "bot/base/embedded.h"
#include "storage/connection.h"
#include "storage/migrate.h"
#include "storage/sqlite_connection.h"
#include "tests/storage/numbered_steps.h"
#include "tests/storage/unsynced_disk.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

namespace fs = std::filesystem;

constexpr int steps = 4;
constexpr std::size_t words = 1500;            // a step changes several pages
constexpr int pages_between_checkpoints = 12;  // some steps are followed by one, and the log begins anew

bool by_night() {
    return std::getenv("TOCSIN_NIGHTLY") != nullptr;
}

// What somebody was told before the power went.
struct Promised {
    int steps = 0;
    bool backup = false;
};

enum class Syncs { done, none, none_of_database, none_of_log, switched_off };

// Where it can be in memory: what is synced there is the test's own affair, and costs nothing.
class QuickFolder {
  public:
    QuickFolder() { fs::create_directory(path_); }
    ~QuickFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    QuickFolder(const QuickFolder&) = delete;
    QuickFolder& operator=(const QuickFolder&) = delete;

    std::string file(const std::string& name) const { return (path_ / name).string(); }

  private:
    fs::path path_ = (fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                     ("tocsin-" + random_token(8));
};

struct Place {
    QuickFolder folder;
    std::string path = folder.file("tocsin.db");
    std::string url = "sqlite:" + path;
    std::string backup = folder.file("backup.db");
};

const ManualClock clock_of_all(start);

// A store of a few steps, closed; SQLite is told its settings by it before a disk is put under it.
std::string made_before() {
    static const Place place;
    static const bool made = [] {
        const auto store = *Store::open(place.url, clock_of_all);
        for (int i = 0; i < 2; ++i) store->transact([](Tx& tx) { step(tx, words); });
        return true;
    }();
    REQUIRE(made);
    return place.path;
}

void work(const Place& place, const UnsyncedDisk& disk, Syncs syncs, Promised& promised) {
    try {
        const auto store = Store::open(place.url, clock_of_all);
        if (!store) return;
        sqlite3_wal_autocheckpoint(disk.connection(), pages_between_checkpoints);
        if (syncs == Syncs::switched_off)
            sqlite3_exec(disk.connection(), "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
        for (int i = 0; i < steps; ++i) {
            (*store)->transact([](Tx& tx) { step(tx, words); });
            ++promised.steps;
            if (i == steps / 2) promised.backup = (*store)->backup(place.backup).has_value();
        }
    } catch (const StoreError&) {
        REQUIRE(disk.is_cut());
    }
}

std::string integrity(const std::string& path) {
    const auto connection = open_sqlite(path);
    if (!connection) return connection.error().message;
    return (*connection)->run("PRAGMA integrity_check").at(0).text(0);
}

// False: something was lost. With `must` that is a failure.
bool is_whole(const Place& place, int before, const Promised& promised, bool must) {
    if (!must) {
        const auto store = Store::open(place.url, clock_of_all);
        if (!store || !(*store)->verify().intact) return false;
        int found = 0;
        (*store)->transact([&](Tx& tx) { found = steps_done(tx); });
        return found >= before + promised.steps;
    }
    if (promised.steps == 0 && before == 0 && !fs::exists(place.path)) return true;
    CHECK(integrity(place.path) == "ok");
    const auto store = Store::open(place.url, clock_of_all);
    REQUIRE_MESSAGE(store, (store ? "" : store.error().message));
    check_whole(**store, before + promised.steps, before + promised.steps + 1);
    if (promised.backup || fs::exists(place.backup)) {
        CHECK(integrity(place.backup) == "ok");
        const auto copy = Store::open("sqlite:" + place.backup, clock_of_all);
        REQUIRE(copy);
        const int done = before + steps / 2 + 1;
        check_whole(**copy, done, done);
    }
    // The bot goes on with it.
    (*store)->transact([](Tx& tx) { step(tx, words); });
    CHECK((*store)->verify().intact);
    return true;
}

struct Cuts {
    int made = 0;
    int losses = 0;
    std::string kinds;  // of the operations of the whole work
};

// The power goes at every `stride`-th operation of the work.
Cuts cut_everywhere(const std::string& from, int before, long long stride, int seed, Syncs syncs) {
    Cuts cuts;
    for (long long at = 1 + seed % stride;; at += stride) {
        CAPTURE(at);
        CAPTURE(seed);
        const Place place;
        if (!from.empty()) fs::copy_file(from, place.path);
        UnsyncedDisk disk(static_cast<std::uint64_t>(seed * 100'000 + at));
        disk.cut_at(at);
        if (syncs == Syncs::none) disk.lie_about_syncs("");
        if (syncs == Syncs::none_of_database) disk.lie_about_syncs(".db");
        if (syncs == Syncs::none_of_log) disk.lie_about_syncs("-wal");
        Promised promised;
        work(place, disk, syncs, promised);
        cuts.kinds.assign(disk.kinds().begin(), disk.kinds().end());
        if (!disk.is_cut()) return cuts;
        disk.lose_what_was_not_synced();
        ++cuts.made;
        if (!is_whole(place, before, promised, syncs == Syncs::done)) ++cuts.losses;
    }
}

}  // namespace

TEST_CASE(
    "a power cut at any write or sync of a store in use loses nothing that was committed and leaves nothing "
    "half") {
    const std::string from = made_before();
    int made = 0;
    const int seeds = by_night() ? 8 : 1;
    for (int seed = 0; seed < seeds; ++seed) {
        const auto cuts = cut_everywhere(from, 2, by_night() ? 1 : 3, seed, Syncs::done);
        made += cuts.made;
        // Logs, syncs, a log that is done with, and the copy's journal.
        for (const char kind : {'w', 's', 't', 'd'}) CHECK(cuts.kinds.contains(kind));
    }
    CHECK(made > 100);
    MESSAGE("the power was cut " << made << " times");
}

TEST_CASE("a power cut in the very first start leaves a store that starts, or none") {
    made_before();
    int made = 0;
    const int seeds = by_night() ? 2 : 1;
    for (int seed = 0; seed < seeds; ++seed)
        made += cut_everywhere("", 0, by_night() ? 1 : 19, seed, Syncs::done).made;
    CHECK(made > 10);
    MESSAGE("the power was cut " << made << " times");
}

TEST_CASE("a power cut in a migration leaves the old schema or the new one, and the copy of before") {
    made_before();
    const auto all = migration_files();
    const auto before = all.first(all.size() - 1);
    const Place old;
    {
        const auto connection = *open_sqlite(old.path);
        REQUIRE(migrate(*connection, before, start));
        connection->begin();
        connection->run("INSERT INTO notes (key, value) VALUES ($1, $2)", {"kept", std::string(9000, 'x')});
        connection->commit();
    }
    const int old_version = schema_version(**open_sqlite(old.path));
    int made = 0;
    for (std::uint64_t seed = 0; seed < (by_night() ? 10 : 1); ++seed) {
        for (long long at = 1;; at += by_night() ? 1 : 2) {
            CAPTURE(at);
            const Place place;
            fs::copy_file(old.path, place.path);
            UnsyncedDisk disk(seed * 100'000 + static_cast<std::uint64_t>(at));
            disk.cut_at(at);
            const bool opened = Store::open(place.url, clock_of_all).has_value();
            if (!disk.is_cut()) break;
            disk.lose_what_was_not_synced();
            ++made;
            CHECK(integrity(place.path) == "ok");
            {
                const auto connection = *open_sqlite(place.path);
                const int version = schema_version(*connection);
                CHECK((version == old_version || version == old_version + 1));
                if (opened) CHECK(version == old_version + 1);
                const auto copy = place.path + ".before-" + std::to_string(old_version + 1);
                if (version > old_version || fs::exists(copy)) {
                    CHECK(integrity(copy) == "ok");
                    CHECK(schema_version(**open_sqlite(copy)) == old_version);
                }
            }
            const auto store = Store::open(place.url, clock_of_all);
            REQUIRE_MESSAGE(store, (store ? "" : store.error().message));
            (*store)->transact([](Tx& tx) { CHECK(tx.note("kept").value_or("").size() == 9000); });
            CHECK((*store)->verify().intact);
        }
    }
    CHECK(made > 10);
    MESSAGE("the power was cut " << made << " times");
}

TEST_CASE(
    "of a disk that lies about syncs, and of a store that does not sync, the same cuts lose what was "
    "committed") {
    const std::string from = made_before();
    for (const auto syncs : {Syncs::none, Syncs::none_of_database, Syncs::none_of_log, Syncs::switched_off}) {
        CAPTURE(static_cast<int>(syncs));
        const auto cuts = cut_everywhere(from, 2, by_night() ? 1 : 19, 3, syncs);
        CHECK(cuts.losses > 0);
        MESSAGE("of " << cuts.made << " cuts " << cuts.losses << " lost something");
    }
}

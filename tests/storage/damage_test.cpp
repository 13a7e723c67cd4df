#include "storage/damage.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "storage/migrate.h"
#include "storage/sqlite_connection.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

namespace fs = std::filesystem;

constexpr std::streamoff page_bytes = 4096;

// A closed store of many pages of every kind: incidents with long words, an outbox, timers, and free pages.
std::string make_store(const TemporaryFolder& folder) {
    const ManualClock clock(start);
    const std::string path = folder.file("tocsin.db");
    const auto store = *Store::open("sqlite:" + path, clock);
    store->transact([](Tx& tx) {
        for (int i = 0; i < 60; ++i) {
            auto incident = declare(tx, "incident " + std::to_string(i));
            incident = record(tx, incident, updated(std::string(i == 7 ? 20'000 : 900, 'x')));
            tx.set_timer({"remind/" + std::to_string(i), tx.now(), "incident", "", 0});
            OutboxRow row;
            row.lane = "lane/" + std::to_string(i);
            row.payload = std::string(2000, 'y');
            tx.send(row);
            tx.set_note("note/" + std::to_string(i), std::string(3000, 'z'));
        }
    });
    store->transact([](Tx& tx) {
        for (int i = 20; i < 60; ++i) tx.forget_note("note/" + std::to_string(i));
    });
    return path;
}

void overwrite(const std::string& path, std::streamoff at, std::string_view bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << bytes;
}

std::string read_all(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a store with a broken page is refused at the start, whichever page it is, or it lost nothing") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto path = make_store(folder);
    const auto whole = (*Store::open("sqlite:" + path, clock))->export_json(std::nullopt);
    const auto pages = static_cast<std::streamoff>(fs::file_size(path)) / page_bytes;
    REQUIRE(pages > 50);
    int refused = 0;
    for (std::streamoff page = 0; page < pages; ++page) {
        CAPTURE(page);
        const auto damaged = folder.file("damaged.db");
        fs::copy_file(path, damaged, fs::copy_options::overwrite_existing);
        overwrite(damaged, page * page_bytes + (page == 0 ? 100 : 0), "\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A");
        const auto store = Store::open("sqlite:" + damaged, clock);
        if (!store) {
            ++refused;
            CHECK(store.error().message.contains("is damaged"));
            CHECK(store.error().message.contains("tocsin.db"));  // the copy beside it
            continue;
        }
        CHECK((*store)->verify().intact);
        CHECK((*store)->export_json(std::nullopt) == whole);
    }
    CHECK(refused > pages / 2);
}

TEST_CASE("one wrong byte anywhere is refused, found by verify, or in nothing that an incident has") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto path = make_store(folder);
    const auto incidents_of = [](Store& store) {
        const auto exported = store.export_json(std::nullopt);
        return exported.substr(0, exported.find("],\"alerts\":"));
    };
    const auto whole = incidents_of(**Store::open("sqlite:" + path, clock));
    const auto bytes = read_all(path);
    int found = 0;
    for (std::size_t at = 40; at < bytes.size(); at += 1511) {
        CAPTURE(at);
        const auto damaged = folder.file("damaged.db");
        fs::copy_file(path, damaged, fs::copy_options::overwrite_existing);
        overwrite(damaged, static_cast<std::streamoff>(at), std::string(1, static_cast<char>(~bytes[at])));
        const auto store = Store::open("sqlite:" + damaged, clock);
        const bool seen = !store || !(*store)->verify().intact;
        found += seen ? 1 : 0;
        if (!seen) CHECK(incidents_of(**store) == whole);
    }
    CHECK(found > 0);
}

TEST_CASE("what is damaged says which copies stand beside it, newest first, or that none does") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto path = make_store(folder);
    CHECK(damaged_store(path, "x").message.contains("No copy stands beside it"));
    fs::copy_file(path, folder.file("backup-1.db"));
    fs::copy_file(path, path + ".before-2");
    fs::copy_file(path, path + ".copying");
    std::ofstream(folder.file("notes.txt")) << "no database";
    fs::last_write_time(folder.file("backup-1.db"), fs::file_time_type::clock::now() - 24h);
    const auto message = damaged_store(path, "x").message;
    CHECK(message.contains("Copies beside it: tocsin.db.before-2 (of 20"));
    CHECK(message.find("backup-1.db") > message.find("before-2"));
    CHECK_FALSE(message.contains("notes.txt"));
    CHECK_FALSE(message.contains(".copying"));
}

TEST_CASE("of a big store all is checked at the start but what only grows") {
    const TemporaryFolder folder;
    const auto path = make_store(folder);
    const auto broken = [&](std::string_view table) {
        std::int64_t page = 0;
        {
            const auto db = *open_sqlite(path);
            page = db->run("SELECT rootpage FROM sqlite_master WHERE name = $1", {table}).at(0).integer(0);
        }
        const auto damaged = folder.file("damaged.db");
        fs::copy_file(path, damaged, fs::copy_options::overwrite_existing);
        overwrite(damaged, (page - 1) * page_bytes, "\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A");
        const auto db = *open_sqlite(damaged);
        CHECK(damage_of(*db));
        return damage_of(*db, 0).has_value();
    };
    const auto tables = (*open_sqlite(path))->tables();
    REQUIRE(tables.size() > 10);
    for (const auto& table : tables) {
        CAPTURE(table);
        const bool grows = table == "timeline" || table == "spoken";
        CHECK(broken(table) == !grows);
    }
}

TEST_CASE("no empty store is made where an older one was lost") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto path = folder.file("tocsin.db");
    const auto refused = [&](std::string_view remains) {
        const auto store = Store::open("sqlite:" + path, clock);
        REQUIRE(!store);
        CHECK(store.error().message.contains("is gone"));
        CHECK(store.error().message.contains(remains));
        CHECK((!fs::exists(path) || fs::file_size(path) == 0));
    };
    make_store(folder);
    SUBCASE("its log") {
        std::ofstream(path + "-wal") << "frames";
        fs::remove(path);
        refused("tocsin.db-wal of it still stands beside it");
        CHECK(read_all(path + "-wal") == "frames");
    }
    SUBCASE("a copy") {
        fs::rename(path, path + ".before-2");
        refused("tocsin.db.before-2");
    }
    SUBCASE("an empty file in its place") {
        fs::rename(path, path + ".before-2");
        std::ofstream(path).flush();
        refused("tocsin.db.before-2");
    }
    fs::remove(path + "-wal");
    fs::remove(path + ".before-2");
    CHECK(Store::open("sqlite:" + path, clock));  // nothing is left: a first start
}

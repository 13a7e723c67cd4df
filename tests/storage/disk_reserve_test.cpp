#include "storage/disk_reserve.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cerrno>

#include "storage/memory.h"
#include "storage/sqlite_connection.h"
#include "storage/store_errors.h"
#include "tests/storage/open_store.h"
#include "tests/storage/unsynced_disk.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

bool fill(DiskReserve& reserve) {
    while (reserve.refill()) {
    }
    return reserve.is_whole();
}

}  // namespace

TEST_CASE("a reserve is made beside the store, given back piece by piece, and made whole again") {
    const TemporaryFolder folder;
    DiskReserve reserve("sqlite:" + folder.file("tocsin.db"));
    CHECK_FALSE(reserve.give());
    REQUIRE(reserve.refill());
    CHECK(reserve.bytes() == DiskReserve::piece_bytes);  // nobody waits for the whole of it
    CHECK_FALSE(reserve.is_whole());
    REQUIRE(fill(reserve));
    CHECK_FALSE(reserve.is_short());
    struct stat facts{};
    REQUIRE(::stat(folder.file("tocsin.db.reserve").c_str(), &facts) == 0);
    CHECK(static_cast<std::uintmax_t>(facts.st_size) == DiskReserve::whole_bytes);
    CHECK(static_cast<std::uintmax_t>(facts.st_blocks) * 512 >= DiskReserve::whole_bytes);  // not a hole
    CHECK((facts.st_mode & 0777) == 0600);
    CHECK_FALSE(reserve.make_room_to_open());
    REQUIRE(reserve.give());
    CHECK(reserve.bytes() == DiskReserve::whole_bytes - DiskReserve::piece_bytes);
    for (auto left = DiskReserve::whole_bytes / DiskReserve::piece_bytes - 1; left > 0; --left)
        REQUIRE(reserve.give());
    CHECK_FALSE(reserve.give());
    CHECK(reserve.bytes() == 0);
    CHECK(fill(reserve));
    CHECK(reserve.bytes() == DiskReserve::whole_bytes);
}

TEST_CASE("a store in memory or on a server has no reserve") {
    for (const auto* url : {"sqlite::memory:", "postgresql:///tocsin", ""}) {
        DiskReserve reserve(url);
        CHECK(reserve.file().empty());
        CHECK(reserve.is_whole());
        CHECK_FALSE(reserve.is_short());
        CHECK_FALSE(reserve.give());
        CHECK_FALSE(reserve.make_room_to_open());
    }
}

TEST_CASE("a full disk is told as such from within a savepoint too, and the transaction is over") {
    const TemporaryFolder folder;
    const auto db = *open_sqlite(folder.file("tocsin.db"));
    db->run("CREATE TABLE things (id INTEGER PRIMARY KEY, words TEXT)");
    db->run("PRAGMA max_page_count = 100");
    const std::string words(4000, 'x');
    for (const int rows_before : {0, 60}) {  // with more than a savepoint keeps in memory, and without
        Memory memory;
        db->begin();
        for (int i = 0; i < rows_before; ++i) db->run("INSERT INTO things (words) VALUES ($1)", {words});
        Tx tx(*db, memory, start);
        CHECK_THROWS_AS(tx.savepoint([&] {
            db->run("UPDATE things SET words = $1", {std::string(4000, 'y')});
            for (int i = 0; i < 200; ++i) db->run("INSERT INTO things (words) VALUES ($1)", {words});
        }),
                        DiskFull);
        db->rollback();
        CHECK(db->run("SELECT count(*) FROM things").at(0).integer(0) == 0);
    }
    db->begin();
    db->run("INSERT INTO things (words) VALUES ('there is room for a little')");
    db->commit();
}

TEST_CASE("a disk that has no room when it syncs, and a quota, are a full disk; a broken one is not") {
    const TemporaryFolder folder;
    UnsyncedDisk disk(1);
    const auto db = *open_sqlite(folder.file("tocsin.db"));
    db->run("CREATE TABLE things (words TEXT)");
    const auto store = [&] {
        db->begin();
        db->run("INSERT INTO things (words) VALUES ('x')");
        db->commit();
    };
    for (const int error : {ENOSPC, EDQUOT}) {
        disk.fail_syncs_with(error);
        CHECK_THROWS_AS(store(), DiskFull);
        db->rollback();
    }
    disk.fail_syncs_with(EIO);
    bool is_told_full = false;
    try {
        store();
    } catch (const DiskFull&) {
        is_told_full = true;
    } catch (const StoreError&) {
        db->rollback();
    }
    CHECK_FALSE(is_told_full);
    disk.fail_syncs_with(0);
    store();
}

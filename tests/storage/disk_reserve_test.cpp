#include "storage/disk_reserve.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

TEST_CASE("a reserve is made beside the store, given back piece by piece, and made whole again") {
    const TemporaryFolder folder;
    DiskReserve reserve("sqlite:" + folder.file("tocsin.db"));
    CHECK_FALSE(reserve.give());
    REQUIRE(reserve.refill());
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
    CHECK(reserve.refill());
    CHECK(reserve.bytes() == DiskReserve::whole_bytes);
}

TEST_CASE("a store in memory or on a server has no reserve") {
    for (const auto* url : {"sqlite::memory:", "postgresql:///tocsin", ""}) {
        DiskReserve reserve(url);
        CHECK(reserve.file().empty());
        CHECK(reserve.refill());
        CHECK_FALSE(reserve.give());
        CHECK_FALSE(reserve.make_room_to_open());
    }
}

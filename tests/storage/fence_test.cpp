#include "storage/fence.h"

#include <doctest/doctest.h>

#include <fstream>

#include "storage/growing_copy.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

namespace fs = std::filesystem;

std::string url_of(const std::string& file) {
    return "sqlite:" + file;
}

bool is_fenced(const std::string& file) {
    return fenced_store(url_of(file)).has_value();
}

}  // namespace

TEST_CASE_TEMPLATE("every copy of a store has a fence, the store has none", Kind, every_store) {
    Opened<Kind> opened;
    opened.transact([](Tx& tx) { declare(tx, "API Down"); });
    const auto at_once = opened.folder.file("at-once.db");
    const auto by_pieces = opened.folder.file("by-pieces.db");
    REQUIRE(opened.store->backup(at_once));
    {
        auto copy = opened.store->begin_copy(by_pieces);
        REQUIRE(copy);
        while (!*(*copy)->step(1)) CHECK_FALSE(is_fenced(by_pieces));
    }
    opened.store.reset();
    CHECK_FALSE(fenced_store(Kind::url(opened.folder)));
    for (const auto& file : {at_once, by_pieces}) {
        CHECK(is_fenced(file));
        CHECK_FALSE(fs::exists(file + "-wal"));
        CHECK_FALSE(fs::exists(file + "-shm"));
        const auto store = *Store::open(url_of(file), opened.clock);
        CHECK(store->verify().intact);
        store->transact([](Tx& tx) { CHECK(tx.incident(IncidentNumber(1))->title == "API Down"); });
    }
}

TEST_CASE("a fence goes wherever the file goes, until it is lifted for good") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto file = folder.file("tocsin.db");
    const auto copy = folder.file("copy.db");
    const auto elsewhere = folder.file("elsewhere.db");
    REQUIRE((*Store::open(url_of(file), clock))->backup(copy));
    fs::copy(copy, elsewhere);
    (*Store::open(url_of(elsewhere), clock))->transact([](Tx& tx) { declare(tx, "API Down"); });
    REQUIRE(is_fenced(elsewhere));
    CHECK(fenced_store(url_of(elsewhere))->message.contains(elsewhere));
    CHECK(fenced_store(url_of(elsewhere))->message.contains("tocsin verify --restored"));

    {
        const auto held = *Store::open(url_of(elsewhere), clock);
        CHECK(lift_fence(url_of(elsewhere)).error().kind == ErrorKind::conflict);
    }
    CHECK(is_fenced(elsewhere));
    CHECK(lift_fence(url_of(elsewhere)));
    CHECK_FALSE(is_fenced(elsewhere));
    CHECK(lift_fence(url_of(elsewhere)));
    (*Store::open(url_of(elsewhere), clock))->transact([](Tx& tx) {
        CHECK(tx.incident(IncidentNumber(1)).has_value());
    });
    CHECK_FALSE(is_fenced(elsewhere));
    CHECK(is_fenced(copy));
}

TEST_CASE("what is no file of SQLite has no fence, and none is lifted there") {
    const TemporaryFolder folder;
    std::ofstream(folder.file("empty.db")).close();
    std::ofstream(folder.file("words.db")) << std::string(200, 'C');
    for (const std::string& url :
         {std::string("sqlite::memory:"), url_of(folder.file("missing.db")), url_of(folder.file("empty.db")),
          url_of(folder.file("words.db")), std::string("postgresql://tocsin@db.example.com/COPY"),
          std::string("nonsense"), std::string()}) {
        CHECK_MESSAGE(!fenced_store(url), url);
        CHECK_MESSAGE(lift_fence(url), url);
    }
    CHECK_FALSE(fs::exists(folder.file("missing.db")));
}

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/storage/child.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

constexpr int refused_as_held = 42;
constexpr int opened_fine = 43;
constexpr int refused_otherwise = 44;

}  // namespace

TEST_CASE("a child opens a store" * doctest::skip()) {
    const ManualClock clock(start);
    const auto store = Store::open(from_environment("STORE_URL"), clock);
    if (store) _exit(opened_fine);
    const bool held = store.error().kind == ErrorKind::conflict &&
                      store.error().message.find("held by another process") != std::string::npos;
    _exit(held ? refused_as_held : refused_otherwise);
}

TEST_CASE_TEMPLATE("a store is held against every other process as long as it is open", Kind, lasting_store) {
    Opened<Kind> opened;
    const std::string url = Kind::url(opened.folder);
    const auto other = [&] { return run_child("a child opens a store", {"STORE_URL=" + url}); };
    CHECK(other() == refused_as_held);
    opened.transact([&](Tx& tx) {
        tx.set_note("note", "1");
        CHECK(other() == refused_as_held);
    });
    CHECK(other() == refused_as_held);
    CHECK(opened.store->backup(opened.folder.file("copy.db")));
    CHECK(other() == refused_as_held);
    opened.store.reset();
    CHECK(other() == opened_fine);
}

TEST_CASE_TEMPLATE("a store is held against a second opener in the same process", Kind, lasting_store) {
    Opened<Kind> opened;
    const auto second = Store::open(Kind::url(opened.folder), opened.clock);
    REQUIRE(!second);
    CHECK(second.error().kind == ErrorKind::conflict);
}

TEST_CASE("what was stored is there after closing and opening") {
    Opened<SqliteFile> opened;
    opened.transact([](Tx& tx) { declare(tx, "API Down"); });
    CHECK(opened.store->description().starts_with("sqlite " + opened.folder.file("tocsin.db") + ", schema "));
    opened.store.reset();
    opened.store = *Store::open(SqliteFile::url(opened.folder), opened.clock);
    opened.transact([](Tx& tx) { CHECK(tx.incident(IncidentNumber(1))->title == "API Down"); });
}

TEST_CASE("an address that is not understood is refused with a sentence") {
    const ManualClock clock(start);
    for (const char* url : {"", "sqlite:", "mysql://host/db", "tocsin.db"}) {
        const auto store = Store::open(url, clock);
        REQUIRE(!store);
        CHECK(store.error().kind == ErrorKind::invalid);
        CHECK(store.error().message.ends_with('.'));
    }
}

TEST_CASE("a file that cannot be opened is unavailable, and says which") {
    const TemporaryFolder folder;
    const ManualClock clock(start);
    const auto refused = [&](const std::string& file, ErrorKind kind = ErrorKind::unavailable) {
        const auto store = Store::open("sqlite:" + file, clock);
        REQUIRE(!store);
        CHECK(store.error().kind == kind);
        CHECK(store.error().message.find(file) != std::string::npos);
    };
    refused(folder.file("missing/tocsin.db"));
    refused(folder.path.string());
    std::ofstream(folder.file("text.db")) << std::string(10'000, 'x');
    refused(folder.file("text.db"), ErrorKind::damaged);
}

TEST_CASE("only the owner can read a store that was made") {
    const Opened<SqliteFile> opened;
    struct stat facts{};
    REQUIRE(stat(opened.folder.file("tocsin.db").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0077) == 0);
}

TEST_CASE_TEMPLATE("a backup is a whole store of its own, made while the first goes on", Kind, every_store) {
    Opened<Kind> opened;
    const std::string copy = opened.folder.file("copy.db");
    opened.transact([](Tx& tx) { declare(tx, "before"); });
    REQUIRE(opened.store->backup(copy));
    opened.transact([](Tx& tx) { declare(tx, "after"); });

    const auto restored = Store::open("sqlite:" + copy, opened.clock);
    REQUIRE(restored);
    CHECK((*restored)->verify().intact);
    (*restored)->transact([](Tx& tx) {
        CHECK(tx.incident(IncidentNumber(1))->title == "before");
        CHECK(tx.incident(IncidentNumber(2)) == std::nullopt);
    });
    CHECK(!std::filesystem::exists(copy + ".partial"));
}

TEST_CASE_TEMPLATE("a backup never replaces a file, and says when it cannot be written", Kind, every_store) {
    Opened<Kind> opened;
    const std::string taken = opened.folder.file("taken");
    std::ofstream(taken) << "precious";
    const auto refused = opened.store->backup(taken);
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::conflict);
    CHECK(std::filesystem::file_size(taken) == 8);
    const auto nowhere = opened.store->backup(opened.folder.file("missing/copy.db"));
    REQUIRE(!nowhere);
    CHECK(nowhere.error().kind == ErrorKind::unavailable);
}

// Several processes on one database: what each sees of the others, and what becomes of one that falls silent.
#include <doctest/doctest.h>

#include <array>
#include <future>
#include <set>
#include <thread>

#include "storage/migrate.h"
#include "storage/open_connection.h"
#include "storage/postgres_connection.h"
#include "storage/store_errors.h"
#include "tests/storage/cutting_proxy.h"
#include "tests/storage/outbox_rows.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

struct Replicas {
    TemporaryFolder folder;
    ManualClock clock{start};
    std::string url = Postgres::url(folder);
    std::string schema = url.substr(url.rfind("%3D") + 3);
    std::unique_ptr<Store> one = opened(url), other = opened(url);

    std::unique_ptr<Store> opened(const std::string& address) const {
        auto store = Store::open(address, clock, Hold::turns);
        REQUIRE_MESSAGE(store, store.error().message);
        return *std::move(store);
    }
    static void note(Store& store, const std::string& value) {
        store.transact([&](Tx& tx) { tx.set_note("note", value); });
    }
    static std::optional<std::string> noted(Store& store) {
        std::optional<std::string> found;
        store.transact([&](Tx& tx) { found = tx.note("note"); });
        return found;
    }
    static Topics news(Store& store) {
        Topics found;
        store.transact([&](Tx& tx) { found = tx.take_news(); });
        return found;
    }
};

Incident incident(Store& store, IncidentNumber number) {
    std::optional<Incident> found;
    store.transact([&](Tx& tx) { found = tx.incident(number); });
    REQUIRE(found);
    return *found;
}

// Of a version that comes after this one.
Expected<void> migrate_on(const std::string& url, const char* name) {
    auto connection = open_connection(url, Hold::turns);
    REQUIRE(connection);
    std::vector<EmbeddedFile> files;
    for (const auto& file : migration_files()) files.push_back(file);
    files.push_back({name, "CREATE TABLE later (id INTEGER);\n"});
    Expected<void> migrated;
    (*connection)->alone([&] { migrated = migrate(**connection, files, start); });
    return migrated;
}

}  // namespace

TEST_CASE("what one replica stored the other sees, also what it had read before") {
    Replicas replicas;
    IncidentNumber number;
    replicas.one->transact([&](Tx& tx) { number = declare(tx, "API Down").number; });
    CHECK(incident(*replicas.other, number).title == "API Down");
    replicas.other->transact([&](Tx& tx) {
        CHECK(tx.young().size() == 1);
        record(tx, *tx.incident(number), updated("Looking."));
    });
    const auto seen = incident(*replicas.one, number);
    CHECK(seen.revision == 2);
    replicas.one->transact([&](Tx& tx) { record(tx, seen, resolved("A full disk", tx.now())); });
    replicas.other->transact([&](Tx& tx) {
        CHECK(tx.young().empty());
        CHECK(tx.incident(number)->revision == 3);
    });
}

TEST_CASE("transactions of replicas take turns: numbers are given once and the timelines agree") {
    Replicas replicas;
    constexpr int each = 50;
    std::array<std::set<IncidentNumber>, 2> numbers;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 2; ++i) {
        threads.emplace_back([&, i] {
            auto& store = i == 0 ? *replicas.one : *replicas.other;
            for (int n = 0; n < each; ++n) {
                store.transact([&](Tx& tx) {
                    const auto mine = declare(tx, "API Down");
                    numbers[i].insert(mine.number);
                    // Both write to the first one, each after what it saw.
                    record(tx, *tx.incident(IncidentNumber(1)), updated("Looking."));
                });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    auto all = numbers[0];
    all.merge(numbers[1]);
    CHECK(all.size() == 2 * each);
    replicas.other.reset();
    replicas.one.reset();
    const auto store = *Store::open(replicas.url, replicas.clock);
    const auto verified = store->verify();
    CHECK_MESSAGE(verified.intact, verified.problem);
    CHECK(verified.events == 4 * each);
}

TEST_CASE("a replica is told which kinds of things others changed, until a transaction of its own holds") {
    Replicas replicas;
    replicas.news(*replicas.one);
    replicas.other->transact([](Tx& tx) {
        tx.remember_user({UserId("U1"), "dana", "UTC", false, false, false});
        tx.set_note("slack/url", "https://example.slack.com/");
    });
    const Topics told{Topic::anything, Topic::users, Topic::workspace};
    CHECK_THROWS(replicas.one->transact([&](Tx& tx) {
        CHECK(tx.take_news() == told);
        throw std::runtime_error("no");
    }));
    CHECK(replicas.news(*replicas.one) == told);
    CHECK(replicas.news(*replicas.one).empty());
    CHECK_THROWS(replicas.other->transact([](Tx& tx) {
        tx.save(Contacts{});
        throw std::runtime_error("no");
    }));
    CHECK(replicas.news(*replicas.one).empty());
    Replicas::note(*replicas.other, "1");
    CHECK(replicas.news(*replicas.one) == Topics{Topic::anything});
    CHECK(replicas.news(*replicas.other).empty());
}

TEST_CASE("a replica that falls silent in its turn loses it, and what it was about to store") {
    Replicas replicas;
    std::promise<void> holds_turn, goes_on;
    bool was_refused = false;
    std::thread silent([&] {
        try {
            replicas.one->transact([&](Tx& tx) {
                tx.set_note("note", "of the silent one");
                holds_turn.set_value();
                goes_on.get_future().wait();
                tx.set_note("note", "of the dead");
            });
        } catch (const StoreError&) {
            was_refused = true;
        }
    });
    holds_turn.get_future().wait();
    const auto began = std::chrono::steady_clock::now();
    Replicas::note(*replicas.other, "of the other");
    CHECK(std::chrono::steady_clock::now() - began < 6s);
    goes_on.set_value();
    silent.join();
    CHECK(was_refused);
    CHECK(Replicas::noted(*replicas.one) == "of the other");
    Replicas::note(*replicas.one, "again");
    CHECK(Replicas::noted(*replicas.other) == "again");
}

TEST_CASE("a commit whose answer a replica did not get is known, whatever others stored since") {
    Replicas replicas;
    CuttingProxy proxy;
    replicas.one = replicas.opened(proxy.url(replicas.schema));
    SUBCASE("it was stored") {
        proxy.cut(CuttingProxy::Cut::after, true);
        std::thread others([&] {
            while (!proxy.is_closed()) std::this_thread::yield();
            while (Replicas::noted(*replicas.other) != "mine") std::this_thread::yield();
            Replicas::note(*replicas.other, "theirs");
            proxy.let_in();
        });
        Replicas::note(*replicas.one, "mine");
        others.join();
    }
    SUBCASE("it was not") {
        proxy.cut(CuttingProxy::Cut::before, true);
        std::thread others([&] {
            while (!proxy.is_closed()) std::this_thread::yield();
            Replicas::note(*replicas.other, "theirs");
            proxy.let_in();
        });
        CHECK_THROWS_AS(Replicas::note(*replicas.one, "mine"), StoreError);
        others.join();
    }
    CHECK(Replicas::noted(*replicas.one) == "theirs");
    Replicas::note(*replicas.one, "again");
    CHECK(Replicas::noted(*replicas.other) == "again");
}

TEST_CASE("after a loss of its session a replica takes nothing for known") {
    Replicas replicas;
    replicas.news(*replicas.one);
    const auto beside = *open_postgres(replicas.url, Hold::none);
    beside->run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'");
    CHECK(replicas.news(*replicas.one) == all_topics);
    CHECK(replicas.news(*replicas.one).empty());
}

TEST_CASE("replicas and whoever needs the store as a whole exclude each other") {
    Replicas replicas;
    const auto whole = Store::open(replicas.url, replicas.clock);
    REQUIRE_FALSE(whole);
    CHECK(whole.error().kind == ErrorKind::conflict);
    replicas.one.reset();
    replicas.other.reset();
    const auto alone = Store::open(replicas.url, replicas.clock);
    REQUIRE(alone);
    const auto refused = Store::open(replicas.url, replicas.clock, Hold::turns);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::conflict);
}

TEST_CASE("replicas that find an empty store make it once") {
    const TemporaryFolder folder;
    const auto url = Postgres::url(folder);
    const ManualClock clock(start);
    std::array<std::unique_ptr<Store>, 3> stores;
    std::vector<std::thread> threads;
    for (auto& store : stores) {
        threads.emplace_back([&url, &clock, &store] {
            if (auto opened = Store::open(url, clock, Hold::turns)) store = *std::move(opened);
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& store : stores) {
        REQUIRE(store);
        Replicas::note(*store, "1");
    }
}

TEST_CASE("beside a newer version an older one goes on where the newer says so, else it ends") {
    Replicas replicas;
    Replicas::note(*replicas.one, "1");
    SUBCASE("it says so") {
        REQUIRE(migrate_on(replicas.url, "0999_later.additive.sql"));
        Replicas::note(*replicas.one, "2");
        CHECK(Replicas::noted(*replicas.opened(replicas.url)) == "2");
        CHECK(migrate_on(replicas.url, "0999_later.additive.sql"));
    }
    SUBCASE("it does not") {
        REQUIRE(migrate_on(replicas.url, "0999_later.sql"));
        CHECK_THROWS_AS(Replicas::note(*replicas.one, "2"), StoreLost);
        const auto older = Store::open(replicas.url, replicas.clock, Hold::turns);
        REQUIRE_FALSE(older);
        CHECK(older.error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("replicas take the server's time, and a transaction is never before the one it follows") {
    const TemporaryFolder folder;
    const SystemClock clock;
    const auto one = *Store::open(Postgres::url(folder), clock, Hold::turns);
    const auto other = *Store::open(Postgres::url(folder), clock, Hold::turns);
    Time last{};
    for (int i = 0; i < 20; ++i) {
        (i % 2 == 0 ? *one : *other).transact([&](Tx& tx) {
            CHECK(tx.now() >= last);
            last = tx.now();
        });
    }
    CHECK(last > clock.now() - 1s);
    CHECK(last < clock.now() + 1s);
}

TEST_CASE("a timer, a lane and an expired row that somebody else holds are passed over until they are free") {
    Replicas replicas;
    auto waits = row("waits", "waits"), goes = row("goes", "goes"), expired = row("expired", "expired");
    expired.expires = start;
    const auto make = [](const char* key) { return Timer{key, start, "incident", "", 0}; };
    replicas.one->transact([&](Tx& tx) {
        for (const auto& one : {waits, goes, expired}) tx.send(one);
        for (const char* key : {"a", "b"}) tx.set_timer(make(key));
    });
    const auto taken = [&] {
        std::vector<std::string> found;
        replicas.one->transact([&](Tx& tx) {
            for (const auto& one : tx.take_expired(10)) found.push_back(one.payload);
            for (const auto& lease : claim(tx, 10, 10, 1h)) found.push_back(lease.row.payload);
            while (const auto timer = tx.take_due_timer()) {
                found.push_back(timer->key);
                tx.cancel_timer(timer->key);
            }
        });
        return found;
    };
    {
        const auto stranger = *open_postgres(replicas.url, Hold::none);
        stranger->begin();
        stranger->run("SELECT 1 FROM timers WHERE key = 'a' FOR UPDATE");
        stranger->run("SELECT 1 FROM outbox WHERE lane <> 'goes' FOR UPDATE");
        CHECK(taken() == std::vector<std::string>{"goes", "b"});
        stranger->rollback();  // the server notices a closed connection later
    }
    CHECK(taken() == std::vector<std::string>{"expired", "waits", "a"});
}

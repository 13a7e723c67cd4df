// A store moved to another database, or copied out of one, has every row of it, whatever is in it.
#include "storage/move_store.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>

#include "bot/base/text.h"
#include "storage/growing_copy.h"
#include "storage/open_connection.h"
#include "tests/storage/cutting_proxy.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

constexpr int rows_of_each_table = 3;
constexpr int rows_of_timers = 1100;  // more than are copied at once

// By hand, so that a table which is new is in it too: rows whose values differ in every column.
void fill_table(Connection& db, const std::string& table, int rows) {
    const auto columns =
        db.run("SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid", {table});
    std::vector<std::string> names, places;
    for (const auto& column : columns) {
        names.push_back(column.text(0));
        places.push_back(fmt::format("${}", places.size() + 1));
    }
    for (int i = 1; i <= rows; ++i) {
        std::vector<std::string> texts;
        texts.reserve(columns.size());
        std::vector<Parameter> values;
        for (const auto& column : columns) {
            if (!column.flag(2) && column.integer(3) == 0 && i % 2 == 0) {
                values.emplace_back(Null{});
            } else if (column.text(1) == "TEXT") {
                texts.push_back(fmt::format("{} '{}' \"\\\n\t\xC3\xA9 \xE2\x80\xA6 {}",
                                            i % 3 == 0 ? "B" : "a", column.text(0), i));
                values.emplace_back(std::string_view(texts.back()));
            } else {
                values.emplace_back(std::int64_t{4'000'000'000'000} * (values.size() == 0 ? 0 : 1) + i);
            }
        }
        db.run_with(
            fmt::format("INSERT INTO {} ({}) VALUES ({})", table, join(names, ", "), join(places, ", ")),
            values);
    }
}

// Something in every table.
void fill(const std::string& url, const Clock& clock) {
    (*Store::open(url, clock))->transact([](Tx& tx) {
        auto incident = declare(tx, "API Down \"\xC3\xBC\"");
        incident = record(tx, incident, updated("looking"));
        record(tx, incident, resolved("a cause", start));
        declare(tx, "Checkout slow");
    });
    const auto db = *open_connection(url);
    for (const auto& table : db->tables()) {
        if (db->run("SELECT 1 FROM " + table + " LIMIT 1").empty())
            fill_table(*db, table, table == "timers" ? rows_of_timers : rows_of_each_table);
    }
    db->run("DELETE FROM outbox WHERE id = 3");  // what it gave out once it gives to nobody else
}

struct Contents {
    std::map<std::string, std::vector<std::vector<Value>>> rows;
    std::map<std::string, std::optional<std::int64_t>> identities;
    bool operator==(const Contents&) const = default;
};

Contents contents(const std::string& url) {
    const auto db = *open_connection(url);
    Contents all;
    for (const auto& table : db->tables()) {
        if (table == "schema_migrations") continue;
        const auto shape = db->shape(table);
        REQUIRE_FALSE(shape.key.empty());
        for (auto& row : db->run(fmt::format("SELECT {} FROM {} ORDER BY {}", join(shape.columns, ", "),
                                             table, join(shape.key, ", "))))
            all.rows[table].push_back(std::move(row.values));
        all.identities[table] = db->last_identity(table);
    }
    return all;
}

struct Route {
    std::string sqlite(const std::string& name) const { return "sqlite:" + folder.file(name); }

    TemporaryFolder folder;
    ManualClock clock{start};
    std::string server = Postgres::url(folder);
};

void check_same(const Contents& left, const Contents& right) {
    for (const auto& [table, rows] : left.rows) {
        CAPTURE(table);
        REQUIRE(right.rows.contains(table));
        CHECK(rows == right.rows.at(table));
    }
    CHECK(left.rows.size() == right.rows.size());
    CHECK(left.identities.at("outbox") == right.identities.at("outbox"));
    CHECK(left.identities.at("alerts") == right.identities.at("alerts"));
}

}  // namespace

TEST_CASE("a store moves to a server and back with every row and timer") {
    const Route route;
    fill(route.sqlite("from.db"), route.clock);
    const auto before = contents(route.sqlite("from.db"));
    REQUIRE(before.rows.at("timers").size() == rows_of_timers);
    REQUIRE(before.identities.at("outbox") == 3);
    for (const auto& [table, rows] : before.rows) CHECK_MESSAGE(!rows.empty(), table);

    const auto there = move_store(route.sqlite("from.db"), route.server, route.clock);
    REQUIRE_MESSAGE(there, there.error().message);
    CHECK(there->events == 4);
    check_same(before, contents(route.server));
    check_same(before, contents(route.sqlite("from.db")));

    const auto back = move_store(route.server, route.sqlite("back.db"), route.clock);
    REQUIRE_MESSAGE(back, back.error().message);
    CHECK(back->rows == there->rows);
    check_same(before, contents(route.sqlite("back.db")));

    for (const auto& url : {route.server, route.sqlite("back.db")}) {
        const auto store = *Store::open(url, route.clock);
        CHECK(store->verify().intact);
        store->transact([](Tx& tx) {
            CHECK(tx.next_incident_number() == IncidentNumber(3));
            OutboxRow row;
            row.lane = "new";
            row.payload = "{}";
            CHECK(tx.send(row).value() == 4);
        });
    }
}

TEST_CASE("a store moves into an empty one only, and not while somebody holds one of the two") {
    const Route route;
    const auto refusal = [&](const std::string& from, const std::string& to) {
        const auto moved = move_store(from, to, route.clock);
        return moved ? std::string() : moved.error().message;
    };
    CHECK(refusal(route.sqlite("none.db"), route.server).contains("There is no store at"));
    CHECK(refusal(route.server, route.sqlite("to.db")).contains("There is no store at"));
    CHECK_FALSE(std::filesystem::exists(route.folder.file("none.db")));
    fill(route.sqlite("from.db"), route.clock);
    {
        const auto held = *Store::open(route.server, route.clock);
        CHECK(refusal(route.sqlite("from.db"), route.server).contains("held by another process"));
        held->transact([](Tx& tx) { tx.set_note("a", "b"); });
    }
    CHECK(refusal(route.sqlite("from.db"), route.server).contains("has notes already. Nothing was moved."));
    {
        const auto held = *Store::open(route.sqlite("from.db"), route.clock);
        CHECK(refusal(route.sqlite("from.db"), route.sqlite("to.db")).contains("held by another process"));
    }
    (*Store::open(route.server, route.clock))->transact([](Tx& tx) {
        tx.forget_note("a");
        tx.next_incident_number();
    });
    CHECK(refusal(route.sqlite("from.db"), route.server).contains("has a count of incidents already"));
}

TEST_CASE("a store whose timeline was changed is not moved") {
    const Route route;
    (*Store::open(route.sqlite("from.db"), route.clock))->transact([](Tx& tx) { declare(tx, "API Down"); });
    (*open_connection(route.sqlite("from.db")))->run("UPDATE incidents SET title = 'API Up'");
    const auto moved = move_store(route.sqlite("from.db"), route.server, route.clock);
    REQUIRE_FALSE(moved);
    CHECK(moved.error().message.contains("the row is not what its timeline says. Nothing was moved."));
    CHECK(contents(route.server).rows["incidents"].empty());
}

TEST_CASE("a move says whether anything was moved when the server goes away in the middle of it") {
    // After those of taking hold, and of opening a store that is there already.
    constexpr int commit_of_move = 3;
    constexpr int commit_of_view = 3;
    const Route route;
    fill(route.sqlite("from.db"), route.clock);
    REQUIRE(Store::open(route.server, route.clock));
    CuttingProxy proxy;
    const auto cut = proxy.url(route.server.substr(route.server.rfind("%3D") + 3));
    const auto sentence = [&](const std::string& from, const std::string& to) {
        const auto moved = move_store(from, to, route.clock);
        return moved ? std::string() : moved.error().message;
    };

    proxy.cut(CuttingProxy::Cut::before, false, commit_of_move);
    CHECK(sentence(route.sqlite("from.db"), cut).ends_with("Nothing was moved."));
    CHECK(contents(route.server).rows["incidents"].empty());

    proxy.cut(CuttingProxy::Cut::after, true, commit_of_move);
    const auto unknown = sentence(route.sqlite("from.db"), cut);
    CHECK(unknown.contains("Whether the store was moved is not known"));
    CHECK_FALSE(unknown.contains("Nothing was moved"));
    CHECK(sentence(route.sqlite("from.db"), route.server).contains("already. Nothing was moved."));
    check_same(contents(route.sqlite("from.db")), contents(route.server));

    proxy.let_in();
    proxy.cut(CuttingProxy::Cut::heard, true, commit_of_view);
    const auto back = sentence(cut, route.sqlite("back.db"));
    CHECK_MESSAGE(back.ends_with("Nothing was moved."), back);
}

TEST_CASE("the copy of a server that is made in pieces has what was there when it began") {
    const Route route;
    fill(route.sqlite("from.db"), route.clock);
    REQUIRE(move_store(route.sqlite("from.db"), route.server, route.clock));
    const auto store = *Store::open(route.server, route.clock);
    const auto file = route.folder.file("copy.db");
    auto copy = store->begin_copy(file);
    REQUIRE_MESSAGE(copy, copy.error().message);
    int steps = 0;
    for (bool complete = false; !complete; ++steps) {
        store->transact([](Tx& tx) { declare(tx, "later"); });
        const auto done = (*copy)->step(10);
        REQUIRE_MESSAGE(done, done.error().message);
        complete = *done;
    }
    CHECK(steps > 10);
    check_same(contents(route.sqlite("from.db")), contents("sqlite:" + file));
    CHECK(std::filesystem::path(store->file()).parent_path() == std::filesystem::temp_directory_path());
}

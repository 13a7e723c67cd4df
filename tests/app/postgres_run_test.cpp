// The whole program with its store on a PostgreSQL server.
#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "storage/postgres_connection.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"
#include "tests/sandbox/http_client.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::Postgres;
namespace fs = std::filesystem;

namespace {

struct Served : Desktop {
    storage::testing::TemporaryFolder schema;
    std::string url = Postgres::url(schema);
    StandIn slack;
    std::optional<Program> bot;

    void starts(const std::string& log) {
        writes("tocsin.yaml", configuration(slack.api_url(), url, R"(http:
  listen: '127.0.0.1:0'
  admin_listen: ''
  tokens: [{name: admin, token: admin-token, scopes: [admin]}]
alerts: {sources: {am: {kind: json, token: the-token}}}
)"));
        bot.emplace(file("tocsin.yaml"), file(log));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
    }
    void dies() {
        bot->signal(SIGKILL);
        bot->wait_for_end();
        REQUIRE(wait_until([&] { return slack.connections() == 0; }));
    }
    long count(std::string_view words) {
        return std::ranges::count_if(slack.posts(), [&](const sandbox::Message& post) {
            return post.text.contains(words) || post.blocks.dump().contains(words);
        });
    }
    void waits_for(std::string_view words, long times = 1) {
        INFO(words);
        REQUIRE_MESSAGE(wait_until([&] { return count(words) >= times; }), bot->log());
    }
    // Each post has a mark of its own.
    std::size_t doubled() {
        std::set<std::string> marks;
        const auto posts = slack.posts();
        for (const auto& post : posts) marks.insert(post.metadata.dump());
        return posts.size() - marks.size();
    }
    sandbox::RawAnswer tells_alert_one() {
        const std::string body = R"({"key":"one","title":"Alert one","severity":"sev1"})";
        return sandbox::exchange(bot->port_of("http"),
                                 "POST /api/v1/alerts/am HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                 "Authorization: Bearer the-token\r\nContent-Length: " +
                                     std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    Ended through_bot(std::vector<std::string> words) {
        words.insert(words.end(), {"--url", "http://127.0.0.1:" + std::to_string(bot->port_of("http"))});
        return runs(std::move(words));
    }
    void end_sessions() const {
        (*storage::open_postgres(url, storage::Hold::none))
            ->run(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'");
    }
};

// Takes what the server writes, as a standby of that name does.
class Following {
  public:
    Following(const Served& served, const std::string& name) {
        const auto folder = served.file(name);
        fs::create_directory(folder);
        const auto where = "host=" + storage::testing::PostgresCluster::one().folder() +
                           " user=tocsin dbname=replication application_name=" + name;
        std::vector<std::string> words{
            "pg_receivewal", "--no-loop", "--synchronous", "-D", folder, "-d", where};
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        REQUIRE(::posix_spawnp(&child_, argv.front(), nullptr, nullptr, argv.data(), ::environ) == 0);
        const auto server = *storage::open_postgres(served.url, storage::Hold::none);
        REQUIRE(wait_until([&] {
            return !server
                        ->run(
                            "SELECT 1 FROM pg_stat_replication"
                            " WHERE application_name = $1 AND state = 'streaming'",
                            {name})
                        .empty();
        }));
    }
    ~Following() {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }
    Following(const Following&) = delete;
    Following& operator=(const Following&) = delete;

  private:
    pid_t child_ = 0;
};

// A setting of the whole server, for a while.
class Altered {
  public:
    Altered(storage::Connection& server, const std::string& name, const std::string& value)
        : server_(server), name_(name) {
        server_.run("ALTER SYSTEM SET " + name + " = '" + value + "'");
        server_.run("SELECT pg_reload_conf()");
        REQUIRE(wait_until([&] {
            return server_.run("SELECT setting FROM pg_settings WHERE name = $1", {name}).front().text(0) ==
                   value;
        }));
    }
    ~Altered() {
        server_.run("ALTER SYSTEM RESET " + name_);
        server_.run("SELECT pg_reload_conf()");
    }
    Altered(const Altered&) = delete;
    Altered& operator=(const Altered&) = delete;

  private:
    storage::Connection& server_;
    std::string name_;
};

}  // namespace

TEST_CASE("a bot on a server that is killed goes on where it was: nothing is lost, nothing said twice") {
    Served served;
    served.starts("log");
    CHECK(served.bot->log().contains("postgresql "));
    served.slack.slash(dana, "declare sev1 API Down");
    served.waits_for("SEV 1 INCIDENT: API Down");
    served.waits_for("\"block_id\":\"page.");
    served.dies();

    served.starts("log.again");
    served.slack.slash(dana, "ack INC-1");
    served.waits_for("Triage checklist");
    REQUIRE(wait_until([&] { return served.slack.all_answered(); }));
    CHECK(served.doubled() == 0);

    served.end_sessions();
    served.slack.slash(dana, "update INC-1 Looking at the database.");
    served.waits_for("Looking at the database.");
    REQUIRE(wait_until([&] { return served.slack.all_answered(); }));

    CHECK(served.runs({"verify"}).err.contains("held by another process"));
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);
    const auto verified = served.runs({"verify"});
    CHECK_MESSAGE(verified.code == 0, verified.err);
    CHECK(served.runs({"export"}).json()["incidents"][0]["acked"].is_string());
}

TEST_CASE("the store of a bot on a server is copied to a file, through the bot and without it") {
    Served served;
    served.starts("log");
    served.slack.slash(dana, "declare sev1 API Down");
    served.waits_for("SEV 1 INCIDENT: API Down");
    const auto copied = served.through_bot({"backup", "copy.db"});
    CHECK_MESSAGE(copied.out == "backup written to copy.db\n", copied.err);
    CHECK(served.through_bot({"verify"}).out.starts_with("intact: "));
    CHECK(served.through_bot({"export"}).json()["incidents"][0]["name"] == "INC-1");
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);

    CHECK(served.runs({"backup", "again.db"}).code == 0);
    CHECK(served.runs({"backup", "again.db"}).err.contains("again.db exists already."));
    for (const std::string name : {"copy.db", "again.db"}) {
        served.writes("of-copy.yaml", "storage: {url: 'sqlite:" + name + "'}\n");
        CHECK(served.runs({"verify", "--config", "of-copy.yaml"}).code == 0);
        CHECK(served.runs({"export", "--config", "of-copy.yaml"}).json()["incidents"][0]["name"] == "INC-1");
    }
    CHECK(served.runs({"export", "--config", "of-copy.yaml"}).out == served.runs({"export"}).out);
}

TEST_CASE(
    "a bot whose session ends while somebody needs the store as a whole waits, and goes on after that") {
    Served served;
    served.starts("log");
    {
        // It tries to get its session back all the time: whoever is first has it.
        const SystemClock clock;
        std::unique_ptr<storage::Store> other;
        REQUIRE(wait_until([&] {
            served.end_sessions();
            auto opened = storage::Store::open(served.url, clock);
            if (opened) other = std::move(*opened);
            return other != nullptr;
        }));
        served.slack.slash(dana, "declare sev1 API Down");
        REQUIRE(wait_until([&] { return served.bot->log().contains("the store failed, trying again"); }));
        CHECK(served.count("SEV 1 INCIDENT: API Down") == 0);
    }
    served.waits_for("SEV 1 INCIDENT: API Down");
}

TEST_CASE("migrate-store moves a store to a server and back, and refuses the one of a running bot") {
    Served served;
    {
        const SystemClock clock;
        const auto store = *storage::Store::open("sqlite:" + served.file("old.db"), clock);
        store->transact([](storage::Tx& tx) { storage::testing::declare(tx, "API Down"); });
    }
    const auto old = "sqlite:" + served.file("old.db");
    CHECK(served.runs({"migrate-store", "--from", old}).code == 2);
    const auto nothing = served.runs({"migrate-store", "--from", "sqlite:none.db", "--to", served.url});
    CHECK(nothing.code == 1);
    CHECK(nothing.err.contains("There is no store at sqlite:none.db. Nothing was moved."));
    const auto moved = served.runs({"migrate-store", "--from", old, "--to", served.url});
    CHECK_MESSAGE(moved.code == 0, moved.err);
    CHECK(moved.out.contains(": 1 events, every hash agrees"));
    CHECK(served.runs({"migrate-store", "--from", old, "--to", served.url})
              .err.contains("already. Nothing was moved."));
    served.starts("log");
    const auto held = served.runs({"migrate-store", "--from", served.url, "--to", "sqlite:back.db"});
    CHECK(held.code == 1);
    CHECK(held.err.contains("held by another process"));
    CHECK_FALSE(fs::exists(served.file("back.db")));
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);
    CHECK(served.runs({"migrate-store", "--from", served.url, "--to", "sqlite:back.db", "--json"})
              .json()["events"] >= 1);
}

TEST_CASE("doctor looks into a store on a server, and at what the server was told to forget") {
    Served served;
    served.starts("log");
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);
    const auto ended = served.runs({"doctor"});
    CHECK(ended.out.contains("ok   Store: postgresql "));
    // The tests' server is quick and careless.
    CHECK(ended.out.contains("FAIL Durability: fsync is off on the server"));
    CHECK(ended.out.contains("FAIL Durability: full_page_writes is off on the server"));
    CHECK_FALSE(ended.out.contains("synchronous_commit"));
}

TEST_CASE("doctor sees whether a fail-over to a standby would lose what was acknowledged") {
    Served served;
    served.starts("log");
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);
    const auto server = *storage::open_postgres(served.url, storage::Hold::none);
    CHECK_FALSE(served.runs({"doctor"}).out.contains("Fail-over"));
    const Following archive(served, "pg_receivewal");
    CHECK_FALSE(served.runs({"doctor"}).out.contains("Fail-over"));
    const Following standby(served, "standby");
    CHECK(served.runs({"doctor"})
              .out.contains("FAIL Fail-over: a standby follows the server and commits wait for none"));

    const Altered names(*server, "synchronous_standby_names", "standby");
    CHECK(served.runs({"doctor"})
              .out.contains("ok   Fail-over: a standby follows the server, commits wait for standby\n"));
    const Altered commit(*server, "synchronous_commit", "local");
    CHECK(served.runs({"doctor"})
              .out.contains("FAIL Fail-over: a standby follows the server, but synchronous_commit is local"));
}

TEST_CASE(
    "while somebody else locks a table, alerts are put off and nothing ends; afterwards everything goes on") {
    Served served;
    served.starts("log");
    {
        const auto stranger = *storage::open_postgres(served.url, storage::Hold::none);
        stranger->begin();
        stranger->run("LOCK TABLE timers IN ACCESS EXCLUSIVE MODE");
        const auto refused = served.tells_alert_one();
        CHECK(refused.status == 503);
        CHECK(refused.head.contains("Retry-After"));
        CHECK(wait_until([&] { return served.bot->log().contains("the store failed, trying again"); }));
        CHECK_FALSE(served.bot->ended());
    }
    CHECK(served.tells_alert_one().status == 202);
    served.waits_for("SEV 1 INCIDENT: Alert one");
    CHECK(served.doubled() == 0);
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);
}

TEST_CASE("a due timer that somebody else holds keeps nobody waiting, and fires when it is free") {
    Served served;
    served.starts("log");
    const auto stranger = *storage::open_postgres(served.url, storage::Hold::none);
    const auto seconds_to_prune = [&] {
        return stranger
            ->run(
                "SELECT ((due - extract(epoch FROM clock_timestamp()) * 1000000) / 1000000)::bigint"
                " FROM timers WHERE key = 'prune'")
            .at(0)
            .integer(0);
    };
    stranger->run(
        "UPDATE timers SET due = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + 3000000"
        " WHERE key = 'prune'");
    stranger->begin();
    stranger->run("SELECT 1 FROM timers WHERE key = 'prune' FOR UPDATE");
    REQUIRE(wait_until([&] { return seconds_to_prune() < -1; }));

    CHECK(served.tells_alert_one().status == 202);
    served.waits_for("SEV 1 INCIDENT: Alert one");
    CHECK_FALSE(served.bot->log().contains("the store failed"));
    stranger->rollback();
    CHECK(wait_until([&] { return seconds_to_prune() > 60; }));
    served.bot->signal(SIGTERM);
    CHECK(served.bot->wait_for_end() == 0);
}

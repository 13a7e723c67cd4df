#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>

#include "storage/connection.h"
#include "storage/sqlite_connection.h"
#include "tests/app/running.h"
#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;
namespace fs = std::filesystem;

namespace {

// A folder with a configuration and a store of two incidents.
struct Filled : Desktop {
    Filled() {
        writes("tocsin.yaml", "storage: {url: 'sqlite:tocsin.db'}\n");
        const SystemClock clock;
        const auto store = *storage::Store::open("sqlite:" + file("tocsin.db"), clock);
        store->transact([](storage::Tx& tx) {
            auto incident = storage::testing::declare(tx, "API Down");
            storage::testing::record(tx, incident, storage::testing::updated("looking"));
            storage::testing::declare(tx, "Checkout slow");
        });
    }
    void breaks_a_page() {
        std::fstream bytes(file("tocsin.db"), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(4096 * 3);
        bytes << std::string(64, '\x5A');
    }
};

}  // namespace

TEST_CASE("verify says that a store is intact, or what somebody changed") {
    Filled desk;
    const auto intact = desk.runs({"verify"});
    CHECK(intact.code == 0);
    CHECK(intact.out == "intact: 3 events, every hash and every incident agrees\n");
    CHECK(intact.err.empty());
    const auto json = desk.runs({"verify", "--json"});
    CHECK(json.code == 0);
    CHECK(json.json() == nlohmann::json{{"intact", true}, {"events", 3}, {"rewritten", 0}, {"problem", ""}});

    (*storage::open_sqlite(desk.file("tocsin.db")))->run("UPDATE incidents SET title = 'x' WHERE number = 2");
    const auto changed = desk.runs({"verify"});
    CHECK(changed.code == 5);
    CHECK(changed.out.empty());
    CHECK(changed.err == "Incident 2: the row is not what its timeline says.\n");
    const auto told = desk.runs({"verify", "--json"});
    CHECK(told.code == 5);
    CHECK(told.json()["intact"] == false);
    CHECK(told.json()["problem"] == "Incident 2: the row is not what its timeline says.");
}

TEST_CASE("a post-mortem is printed as Markdown, from the store") {
    Filled desk;
    const auto ended = desk.runs({"post-mortem", "1"});
    CHECK(ended.code == 0);
    CHECK(ended.out.starts_with("# Post-Mortem: API Down - "));
    CHECK(ended.out.contains("## What Went Poorly"));
    const auto none = desk.runs({"post-mortem", "99"});
    CHECK(none.code == 1);
    CHECK(none.err == "There is no INC-99 in this store.\n");
    CHECK(desk.runs({"post-mortem", "first"}).code == 2);
}

TEST_CASE("a post-mortem that is printed says that somebody was paged, as everywhere") {
    Desktop desk;
    desk.writes("tocsin.yaml", "storage: {url: 'sqlite:tocsin.db'}\n");
    const SystemClock clock;
    (*storage::Store::open("sqlite:" + desk.file("tocsin.db"), clock))->transact([](storage::Tx& tx) {
        auto incident = storage::testing::declare(tx, "API Down");
        event::Paged paged;
        paged.level = 1;
        paged.orders = {{{UserId("U1"), "Dana", PersonId("dana")}, "", {Means::sms}}};
        incident = storage::testing::record(tx, incident, paged);
        storage::testing::record(tx, incident, event::Acknowledged{});
    });
    CHECK(desk.runs({"post-mortem", "1"}).out.contains("On-call paged, acknowledged"));
}

TEST_CASE("export prints everything, or one incident, and knows what is not there") {
    Filled desk;
    const auto all = desk.runs({"export"});
    CHECK(all.code == 0);
    CHECK(all.json()["incidents"].size() == 2);
    CHECK(desk.runs({"export", "--json"}).out == all.out);
    const auto one = desk.runs({"export", "--incident", "2"});
    CHECK(one.code == 0);
    REQUIRE(one.json()["incidents"].size() == 1);
    CHECK(one.json()["incidents"][0]["name"] == "INC-2");
    const auto none = desk.runs({"export", "--incident", "99"});
    CHECK(none.code == 1);
    CHECK(none.out.empty());
    CHECK(none.err == "There is no INC-99 in this store.\n");
}

TEST_CASE("backup writes a whole store where nothing was, and never over something") {
    Filled desk;
    const auto copied = desk.runs({"backup", "copy.db"});
    CHECK(copied.code == 0);
    CHECK(copied.out == "backup written to copy.db\n");
    desk.writes("of-copy.yaml", "storage: {url: 'sqlite:copy.db'}\n");
    CHECK(desk.runs({"verify", "--config", "of-copy.yaml"}).code == 0);
    CHECK(desk.runs({"export", "--config", "of-copy.yaml"}).out == desk.runs({"export"}).out);
    const auto again = desk.runs({"backup", "copy.db"});
    CHECK(again.code == 1);
    CHECK(again.err.contains("copy.db exists already. Nothing was written."));
    const auto nowhere = desk.runs({"backup", "nowhere/copy.db"});
    CHECK(nowhere.code == 1);
    CHECK(nowhere.err.contains("could not be written"));
}

TEST_CASE("no bot runs on a copy until somebody says that the other one is gone") {
    Desktop desk;
    StandIn slack;
    const auto keeps_at = [&](const std::string& name) {
        desk.writes("tocsin.yaml", configuration(slack.api_url(), desk.file(name), R"(http:
  listen: '127.0.0.1:0'
  admin_listen: ''
  tokens: [{name: admin, token: admin-token, scopes: [declare, admin]}]
)"));
    };
    const std::vector<std::string> tokens{"SLACK_APP_TOKEN=xapp-1", "SLACK_BOT_TOKEN=xoxb-1"};
    keeps_at("tocsin.db");
    {
        Program bot(desk.file("tocsin.yaml"), desk.file("log"));
        REQUIRE(wait_until([&] { return slack.connections() == 2; }));
        const auto url = "http://127.0.0.1:" + std::to_string(bot.port_of("http"));
        REQUIRE(desk.runs({"incident", "declare", "sev3", "API slow", "--url", url}).code == 0);
        REQUIRE(desk.runs({"backup", "through-bot.db", "--url", url}).code == 0);
        bot.signal(SIGTERM);
        REQUIRE(bot.wait_for_end() == 0);
    }
    REQUIRE(desk.runs({"backup", "from-file.db"}).code == 0);
    for (const std::string name : {"through-bot.db", "from-file.db"}) {
        keeps_at(name);
        CHECK(desk.runs({"verify"}).code == 0);
        const auto refused = desk.runs({"run"}, tokens);
        CHECK(refused.code == 5);
        CHECK_MESSAGE(refused.err.contains("is a copy that tocsin made"), refused.err);
        CHECK(refused.err.contains("tocsin verify --restored"));

        CHECK(desk.runs({"verify", "--restored", "--url", "http://127.0.0.1:1"}).code == 2);
        const auto restored = desk.runs({"verify", "--restored"});
        CHECK(restored.code == 0);
        CHECK(restored.out.starts_with("intact: "));
        CHECK(restored.out.ends_with("\na bot may run on this store now\n"));
        Program bot(desk.file("tocsin.yaml"), desk.file("log-of-" + name));
        REQUIRE(wait_until([&] { return slack.connections() == 2; }));
        const auto url = "http://127.0.0.1:" + std::to_string(bot.port_of("http"));
        CHECK(desk.runs({"export", "--url", url}).json()["incidents"][0]["name"] == "INC-1");
        bot.signal(SIGTERM);
        REQUIRE(bot.wait_for_end() == 0);
    }
}

TEST_CASE("a store that is not there yet is said to be so, and not made by looking") {
    Desktop desk;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"verify"}, {"verify", "--json"}, {"export"}, {"backup", "copy.db"}}) {
        const auto ended = desk.runs(words);
        CHECK_MESSAGE(ended.code == 5, words.front());
        CHECK(ended.out.empty());
        CHECK(ended.err.contains("There is no store at"));
    }
    CHECK_FALSE(fs::exists(desk.file("tocsin.db")));
    CHECK_FALSE(fs::exists(desk.file("copy.db")));
}

TEST_CASE("a damaged store, and one that is gone but for its remains, end every verb with 5, run too") {
    Filled desk;
    REQUIRE(desk.runs({"backup", "copy.db"}).code == 0);
    std::string sentence;
    SUBCASE("damaged") {
        desk.breaks_a_page();
        sentence = "is damaged";
    }
    SUBCASE("gone") {
        fs::rename(desk.file("tocsin.db"), desk.file("tocsin.db.before-2"));
        sentence = "is gone, and tocsin.db.before-2 of it still stands beside it";
    }
    desk.writes("tocsin.db.alarm", format_rfc3339(SystemClock().now()));  // the admins were told just now
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"verify"}, {"export"}, {"backup", "another.db"}, {"run"}}) {
        const auto ended = desk.runs(words, {"SLACK_APP_TOKEN=xapp-1", "SLACK_BOT_TOKEN=xoxb-1"});
        CHECK_MESSAGE(ended.code == 5, words.front());
        CHECK_MESSAGE(ended.err.contains(sentence), ended.err);
        CHECK(ended.err.contains("tocsin verify"));
    }
    CHECK_FALSE(fs::exists(desk.file("another.db")));
    if (sentence == "is damaged") CHECK(desk.runs({"verify"}).err.contains("copy.db (of 20"));
}

TEST_CASE(
    "the store of a running bot is copied, checked and exported through the bot, for an admin's token") {
    Desktop desk;
    StandIn slack;
    desk.writes("tocsin.yaml", configuration(slack.api_url(), desk.file("tocsin.db"), R"(http:
  listen: '127.0.0.1:0'
  admin_listen: ''
  tokens:
    - {name: eyes, token: eyes-token, scopes: [read, declare, act]}
    - {name: admin, token: admin-token, scopes: [admin]}
)"));
    Program bot(desk.file("tocsin.yaml"), desk.file("log"));
    REQUIRE(wait_until([&] { return slack.connections() == 2; }));
    const std::vector<std::string> at{"--url", "http://127.0.0.1:" + std::to_string(bot.port_of("http"))};
    const auto through_bot = [&](std::vector<std::string> words, std::vector<std::string> environment = {}) {
        words.insert(words.end(), at.begin(), at.end());
        return desk.runs(std::move(words), std::move(environment));
    };
    CHECK(through_bot({"incident", "declare", "sev3", "API slow"}).code == 0);
    CHECK(through_bot({"verify"}).out.starts_with("intact: "));
    const auto all = through_bot({"export"});
    CHECK(all.json()["incidents"][0]["name"] == "INC-1");
    CHECK(through_bot({"export", "--incident", "9"}).code == 1);
    const auto copied = through_bot({"backup", "copy.db"});
    CHECK(copied.out == "backup written to copy.db\n");
    CHECK((fs::status(desk.file("copy.db")).permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    desk.writes("of-copy.yaml", "storage: {url: 'sqlite:copy.db'}\n");
    CHECK(desk.runs({"verify", "--config", "of-copy.yaml"}).code == 0);
    CHECK(desk.runs({"export", "--config", "of-copy.yaml"}).out == all.out);

    CHECK(through_bot({"backup", "copy.db"}).err.contains("copy.db exists already."));
    const auto refused = through_bot({"backup", "another.db"}, {"TOCSIN_API_TOKEN=eyes-token"});
    CHECK(refused.code == 1);
    CHECK(refused.err == "The token eyes lacks the scope admin. Nothing was changed.\n");
    CHECK_FALSE(fs::exists(desk.file("another.db")));
    CHECK_FALSE(fs::exists(desk.file("tocsin.db.copying")));
}

TEST_CASE("a test page is sent by the running bot, and told means by means") {
    Desktop desk;
    StandIn slack;
    desk.writes("tocsin.yaml", configuration(slack.api_url(), desk.file("tocsin.db"), R"(http:
  listen: '127.0.0.1:0'
  admin_listen: ''
  tokens: [{name: scripts, token: scripts-token, scopes: [act]}]
)"));
    Program bot(desk.file("tocsin.yaml"), desk.file("log"));
    const auto url = "http://127.0.0.1:" + std::to_string(bot.port_of("http"));
    const auto ended = desk.runs({"page", "test", "dana", "--explain", "--url", url});
    CHECK_MESSAGE(ended.code == 0, ended.err);
    CHECK(ended.says("slack     sent\n"));
    CHECK(ended.says("phone     left out: no provider of paging carries it\n"));
    CHECK(ended.says("ntfy      left out: the configuration names no address\n"));
    CHECK(desk.runs({"page", "test", "dana", "--json", "--url", url}).json()["test_page"]["person"] ==
          "dana");
    const auto unknown = desk.runs({"page", "test", "nobody", "--url", url});
    CHECK(unknown.code == 1);
    CHECK(unknown.err == "There is no person nobody. No page was sent.\n");
}

TEST_CASE("the store of a running bot is refused with 5 and stays as it is") {
    Desktop desk;
    StandIn slack;
    desk.writes("tocsin.yaml", configuration(slack.api_url(), desk.file("tocsin.db")));
    Program bot(desk.file("tocsin.yaml"), desk.file("log"));
    REQUIRE(wait_until([&] { return slack.connections() == 2; }));
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"verify"}, {"export"}, {"backup", "copy.db"}, {"run"}}) {
        const auto ended = desk.runs(words);
        CHECK_MESSAGE(ended.code == 5, words.front());
        CHECK(ended.err.contains("held by another process"));
    }
    bot.signal(SIGTERM);
    CHECK(bot.wait_for_end() == 0);
    CHECK(desk.runs({"verify"}).code == 0);
}

#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "storage/store.h"
#include "tests/app/running.h"
#include "tests/net/network.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

constexpr std::string_view app_canary = "xapp-1-CANARY-4711";
constexpr std::string_view bot_canary = "xoxb-CANARY-4712";

// Slack with a certificate of a test authority, and the bot that trusts it.
struct House {
    TemporaryFolder folder;
    test::TestAuthority authority;
    test::CertificateFiles files = authority.issue("localhost");
    StandIn slack{net::TlsFiles{files.certificate, files.key}};
    std::optional<Program> bot;

    explicit House(const std::string& more = "") {
        configure(more);
        start();
    }
    void configure(const std::string& more, const std::string& app_token = app_token_of_stand_in,
                   const std::string& bot_token = bot_token_of_stand_in) {
        std::ofstream(folder.file("tocsin.yaml"))
            << configuration(slack.api_url(), folder.file("tocsin.db"), more, app_token, bot_token);
    }
    std::vector<std::string> environment() const { return {"SSL_CERT_FILE=" + authority.certificate_file()}; }
    void start() {
        bot.emplace(folder.file("tocsin.yaml"), folder.file("log"), environment());
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
    }
    // Two connections keep no order between each other: people see the first answer before they go on.
    void declares_and_acknowledges(const std::string& title, const std::string& name) {
        slack.slash(dana, "declare sev1 " + title);
        waits_for("SEV 1 INCIDENT: " + title);
        slack.slash(dana, "ack " + name);
        REQUIRE(wait_until([&] { return slack.all_answered(); }));
        waits_for("Triage checklist");
    }
    bool says(std::string_view words) {
        return std::ranges::any_of(slack.posts(), [&](const auto& post) { return has(post, words); });
    }
    long count(std::string_view words) {
        return std::ranges::count_if(slack.posts(),
                                     [&](const auto& post) { return post.is_reply() && has(post, words); });
    }
    static bool has(const sandbox::Message& post, std::string_view words) {
        return post.text.find(words) != std::string::npos ||
               post.blocks.dump().find(words) != std::string::npos;
    }
    void waits_for(std::string_view words) {
        INFO(words);
        REQUIRE_MESSAGE(wait_until([&] { return says(words); }), bot->log());
    }
    bool logged(std::string_view words) const { return bot->log().find(words) != std::string::npos; }
};

}  // namespace

TEST_CASE("the program meets Slack over TLS with two connections, and does what it is told") {
    House house;
    house.slack.slash(dana, "declare sev1 API Down -- all requests fail");
    house.waits_for("SEV 1 INCIDENT: API Down");
    house.slack.slash(dana, "ack INC-1");
    house.waits_for("Investigating");
    house.slack.slash(dana, "update INC-1 Looking at the database.");
    house.waits_for("Looking at the database.");
    REQUIRE(wait_until([&] { return house.slack.all_answered(); }));
    for (const auto& ack : house.slack.entries("ack")) CHECK(ack["after_ms"].get<double>() < 3000);

    house.bot->signal(SIGTERM);
    CHECK(house.bot->wait_for_end() == 0);
    CHECK(house.logged("stopped"));
    CHECK(wait_until([&] { return house.slack.connections() == 0; }));
}

TEST_CASE("a Slack whose certificate nobody vouches for is not spoken to") {
    TemporaryFolder folder;
    test::TestAuthority authority;
    test::TestAuthority another;
    const auto files = authority.issue("localhost");
    StandIn slack(net::TlsFiles{files.certificate, files.key});
    std::ofstream(folder.file("tocsin.yaml")) << configuration(slack.api_url(), folder.file("tocsin.db"));
    const Program bot(folder.file("tocsin.yaml"), folder.file("log"),
                      {"SSL_CERT_FILE=" + another.certificate_file()});
    REQUIRE(wait_until([&] { return bot.log().find("certificate") != std::string::npos; }));
    CHECK(slack.connections() == 0);
    CHECK(slack.entries("call").empty());
}

TEST_CASE("connections that Slack refreshes or cuts lose no command") {
    House house;
    house.declares_and_acknowledges("API Down", "INC-1");
    const std::vector<json> troubles{
        {{"kind", "disconnect"}, {"reason", "refresh_requested"}},
        {{"kind", "cut"}},
        {{"kind", "disconnect"}, {"reason", "warning"}},
        {{"kind", "cut"}},
        {{"kind", "duplicate"}, {"times", 2}, {"new_envelope_id", true}},
    };
    const std::size_t times = std::getenv("TOCSIN_NIGHTLY") != nullptr ? 100 : troubles.size();
    for (std::size_t i = 0; i < times; ++i) {
        auto trouble = troubles[i % troubles.size()];
        trouble["do"] = "trouble";
        house.slack.act(trouble);
        const auto words = "Words number " + std::to_string(i) + ".";
        house.slack.slash(dana, "update INC-1 " + words);
        REQUIRE_MESSAGE(wait_until([&] { return house.count(words) == 1; }), house.bot->log());
        REQUIRE(wait_until([&] { return house.slack.connections() >= 2; }));
    }
    for (std::size_t i = 0; i < times; ++i)
        CHECK(house.count("Words number " + std::to_string(i) + ".") == 1);
}

TEST_CASE("after both connections were cut at once the bot is back, and what was under way is done") {
    House house;
    house.slack.slash(dana, "declare sev1 API Down");
    house.waits_for("API Down");
    house.slack.slash(dana, "ack INC-1");
    house.slack.act({{"do", "trouble"}, {"kind", "cut"}, {"all", true}});
    REQUIRE(wait_until([&] { return house.slack.connections() == 2; }));
    house.waits_for("Investigating");
    house.slack.slash(dana, "update INC-1 Still here.");
    house.waits_for("Still here.");
}

TEST_CASE("a reload takes what is good and keeps the old where the new is bad") {
    House house;
    house.slack.slash(dana, "declare sev4 Button misaligned");
    house.waits_for("Button misaligned");

    house.configure("severities: {sev9: {}}\n");
    house.bot->signal(SIGHUP);
    REQUIRE(wait_until([&] { return house.logged("the old one stays in force"); }));
    house.waits_for("A reload was refused. tocsin.yaml has an error in line ");
    house.slack.slash(dana, "declare sev3 Login is slow");
    house.waits_for("Login is slow");

    house.configure("emoji: {timeline: round_pushpin}\n");
    house.bot->signal(SIGHUP);
    REQUIRE(wait_until([&] { return house.logged("configuration reloaded"); }));
    house.declares_and_acknowledges("Checkout fails", "INC-3");
    house.waits_for("round_pushpin");
    CHECK_FALSE(house.bot->ended());
}

TEST_CASE("new tokens take effect without a restart, the new connections before the old ones go") {
    House house;
    const auto write = [&](const std::string& name, std::string_view token) {
        std::ofstream(house.folder.file(name)) << token << "\n";
    };
    write("app.token", "xapp-sandbox");
    write("bot.token", "xoxb-sandbox");
    house.configure("", "app_token_file: app.token", "bot_token_file: bot.token");
    house.bot->signal(SIGHUP);
    REQUIRE(wait_until([&] { return house.logged("configuration reloaded"); }));
    CHECK_FALSE(house.logged("slack's tokens changed"));  // the same ones, from elsewhere
    house.declares_and_acknowledges("API Down", "INC-1");

    house.slack.act({{"do", "trouble"},
                     {"kind", "tokens"},
                     {"app", std::string(app_canary)},
                     {"bot", std::string(bot_canary)}});
    house.slack.slash(dana, "update INC-1 Waiting for the token.");
    REQUIRE(wait_until([&] { return house.logged("Slack refuses the bot token"); }));
    CHECK(house.count("Waiting for the token.") == 0);

    SUBCASE("a file that is gone changes nothing") {
        std::filesystem::remove(house.folder.file("bot.token"));
        house.bot->signal(SIGHUP);
        REQUIRE(wait_until([&] { return house.logged("the old one stays in force"); }));
        CHECK(house.slack.connections() == 2);
    }
    write("app.token", app_canary);
    write("bot.token", bot_canary);
    house.bot->signal(SIGHUP);
    REQUIRE(wait_until([&] { return house.logged("slack's tokens changed"); }));
    house.waits_for("Waiting for the token.");
    CHECK(house.count("Waiting for the token.") == 1);
    const auto opened = [&] {
        return std::ranges::count_if(house.slack.entries("call"), [](const json& call) {
            return call["method"] == "apps.connections.open" && call["answer"]["ok"] == true;
        });
    };
    REQUIRE(wait_until([&] { return opened() == 4; }));
    CHECK(house.slack.connections() >= 2);
    house.slack.slash(dana, "update INC-1 Still here.");
    house.waits_for("Still here.");
    REQUIRE(wait_until([&] { return house.slack.all_answered(); }));
    for (const auto& ack : house.slack.entries("ack")) CHECK(ack["after_ms"].get<double>() < 3000);
    CHECK(house.bot->log().find("CANARY") == std::string::npos);
    CHECK_FALSE(house.bot->ended());
}

TEST_CASE("a store has one bot at a time") {
    House house;
    Program second(house.folder.file("tocsin.yaml"), house.folder.file("second.log"), house.environment());
    const auto code = second.wait_for_end();
    CHECK(code > 0);
    CHECK(code < 128);
    CHECK(second.log().find("tocsin.db") != std::string::npos);
    house.slack.slash(dana, "declare sev1 API Down");
    house.waits_for("API Down");
}

TEST_CASE("what was declared before a restart is known after it, and nothing is posted again") {
    House house;
    house.declares_and_acknowledges("API Down", "INC-1");
    house.bot->signal(SIGKILL);
    CHECK(house.bot->wait_for_end() == 128 + SIGKILL);
    REQUIRE(wait_until([&] { return house.slack.connections() == 0; }));
    house.start();
    house.slack.slash(dana, "update INC-1 Back again.");
    house.waits_for("Back again.");
    CHECK(house.count("Triage checklist") == 1);
}

TEST_CASE("tokens and tickets are in nothing that the program writes") {
    TemporaryFolder folder;
    StandIn slack;  // it knows other tokens: every call is refused and every refusal logged
    std::ofstream(folder.file("tocsin.yaml"))
        << configuration(slack.api_url(), folder.file("tocsin.db"), "log: {level: debug}\n");
    Program bot(folder.file("tocsin.yaml"), folder.file("log"),
                {"APP_TOKEN=" + std::string(app_canary), "BOT_TOKEN=" + std::string(bot_canary)});
    REQUIRE_MESSAGE(wait_until([&] { return bot.log().find("invalid_auth") != std::string::npos; }),
                    bot.log());
    bot.signal(SIGHUP);
    REQUIRE(wait_until([&] { return bot.log().find("reloaded") != std::string::npos; }));
    bot.signal(SIGTERM);
    CHECK(bot.wait_for_end() == 0);
    CHECK(bot.log().find("CANARY") == std::string::npos);

    SUBCASE("nor when they work") {
        StandIn good;
        std::ofstream(folder.file("tocsin.yaml"))
            << configuration(good.api_url(), folder.file("tocsin.db"), "log: {level: debug}\n");
        Program works(folder.file("tocsin.yaml"), folder.file("good.log"));
        REQUIRE(wait_until([&] { return good.connections() == 2; }));
        good.slash(dana, "declare sev1 API Down");
        good.act({{"do", "trouble"}, {"kind", "cut"}, {"all", true}});
        REQUIRE(wait_until([&] { return !good.posts().empty() && good.connections() == 2; }));
        works.signal(SIGTERM);
        CHECK(works.wait_for_end() == 0);
        for (const auto* secret : {"xapp-sandbox", "xoxb-sandbox", "ticket=", "/response/"})
            CHECK(works.log().find(secret) == std::string::npos);
    }
}

// Two bots on one database and one Slack.
#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <set>

#include "tests/app/running.h"
#include "tests/app/verb.h"
#include "tests/storage/cutting_proxy.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::Postgres;

namespace {

struct Replicas : Desktop {
    storage::testing::TemporaryFolder schema;
    std::string url = Postgres::url(schema);
    StandIn slack;
    std::optional<Program> one, other;
    storage::testing::CuttingProxy server;  // as the other one reaches it

    Replicas() {
        writes("tocsin.yaml", configuration(slack.api_url(), url, R"(http:
  listen: '127.0.0.1:0'
  admin_listen: ''
  tokens: [{name: admin, token: admin-token, scopes: [admin, read, act, declare]}]
)"));
        one.emplace(file("tocsin.yaml"), file("log.one"));
        auto others = "# The other machine's.\n" + reads("tocsin.yaml") + "log: {level: debug}\n";
        others.replace(others.find(url), url.size(), server.url(Postgres::schema_of(schema)));
        writes("other.yaml", others);
        other.emplace(file("other.yaml"), file("log.other"));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 4; }), logs());
    }
    std::string logs() const { return one->log() + "\n" + other->log(); }
    long count(std::string_view words) {
        return std::ranges::count_if(slack.posts(), [&](const sandbox::Message& post) {
            return post.text.contains(words) || post.blocks.dump().contains(words);
        });
    }
    void waits_for(std::string_view words) {
        INFO(words);
        REQUIRE_MESSAGE(wait_until([&] { return count(words) >= 1; }), logs());
    }
    // In the state that the first one told.
    std::set<std::string> configurations_shown() {
        static constexpr std::string_view key = "\"configuration\":\"";
        const auto log = one->log();
        std::set<std::string> shown;
        for (auto at = log.find(key); at != std::string::npos; at = log.find(key, at + 1))
            shown.insert(log.substr(at + key.size(), 12));
        return shown;
    }
    bool nothing_is_doubled() {
        std::set<std::string> marks;
        const auto posts = slack.posts();
        for (const auto& post : posts) marks.insert(post.metadata.dump());
        return marks.size() == posts.size();
    }
    Ended through(const Program& bot, std::vector<std::string> words) {
        words.insert(words.end(), {"--url", "http://127.0.0.1:" + std::to_string(bot.port_of("http"))});
        return runs(std::move(words), {"TOCSIN_API_TOKEN=admin-token"});
    }
};

}  // namespace

TEST_CASE("whatever one replica does the other knows, and neither says anything twice") {
    Replicas replicas;
    replicas.slack.slash(dana, "declare sev1 API Down");
    replicas.waits_for("SEV 1 INCIDENT: API Down");
    REQUIRE_MESSAGE(replicas.through(*replicas.one, {"incident", "ack", "INC-1", "--by", "dana"}).code == 0,
                    replicas.logs());
    const auto shown = replicas.through(*replicas.other, {"incident", "show", "INC-1", "--json"}).json();
    CHECK(shown["incident"]["acknowledged"].is_string());
    for (int i = 0; i < 4; ++i)
        replicas.slack.slash(i % 2 == 0 ? dana : lee,
                             "update INC-1 Looking, part " + std::to_string(i) + ".");
    for (int i = 0; i < 4; ++i) replicas.waits_for("Looking, part " + std::to_string(i) + ".");
    REQUIRE(wait_until([&] { return replicas.slack.all_answered(); }));
    CHECK(replicas.nothing_is_doubled());
    replicas.one->signal(SIGUSR1);
    REQUIRE(wait_until([&] { return replicas.one->log().contains("\"replicas\":[{"); }));
    CHECK(replicas.configurations_shown().size() == 1);
}

TEST_CASE("when a replica is killed the other one takes over what is due") {
    Replicas replicas;
    replicas.slack.slash(dana, "declare sev1 API Down");
    replicas.waits_for("SEV 1 INCIDENT: API Down");
    replicas.one->signal(SIGKILL);
    replicas.one->wait_for_end();
    REQUIRE(wait_until([&] { return replicas.slack.connections() == 2; }));
    replicas.slack.slash(dana, "ack INC-1");
    replicas.waits_for("Triage checklist");
    REQUIRE_MESSAGE(
        wait_until([&] { return replicas.other->log().contains("a replica is not heard of any more"); }),
        replicas.other->log());
    replicas.other->signal(SIGTERM);
    CHECK(replicas.other->wait_for_end() == 0);
    CHECK(replicas.nothing_is_doubled());
    CHECK(replicas.runs({"verify"}).code == 0);
}

TEST_CASE("a replica that loses its database leaves Slack to the other one until it has it again") {
    Replicas replicas;
    replicas.other->signal(SIGUSR1);  // it takes a step, and knows of the first one then
    REQUIRE(wait_until([&] { return replicas.other->log().contains("\"replicas\":[{"); }));
    replicas.server.cut(storage::testing::CuttingProxy::Cut::before, true);
    REQUIRE_MESSAGE(wait_until([&] { return replicas.slack.connections() == 2; }, 90s), replicas.logs());
    replicas.slack.slash(dana, "declare sev1 API Down");
    replicas.waits_for("SEV 1 INCIDENT: API Down");
    CHECK(wait_until([&] { return replicas.slack.all_answered(); }));
    replicas.server.let_in();
    CHECK_MESSAGE(wait_until([&] { return replicas.slack.connections() == 4; }), replicas.logs());
    replicas.other->signal(SIGTERM);
    CHECK(replicas.other->wait_for_end() == 0);
    CHECK(replicas.nothing_is_doubled());
}

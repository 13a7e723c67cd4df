#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>

#include "tests/app/running.h"
#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

constexpr auto* doors = R"(http:
  listen: '127.0.0.1:0'
  admin_listen: '127.0.0.1:0'
  tokens:
    - {name: eyes, token: eyes-token, scopes: [read]}
    - {name: scripts, token: scripts-token, scopes: [read, declare, act], person: lee}
)";

// A running bot, and somebody at a shell beside it.
struct Shell : Desktop {
    StandIn slack;
    std::optional<Program> bot;

    explicit Shell(const std::string& api_url = "") {
        writes("tocsin.yaml",
               configuration(api_url.empty() ? slack.api_url() : api_url, file("tocsin.db"), doors));
        bot.emplace(file("tocsin.yaml"), file("log"));
        url = "http://127.0.0.1:" + std::to_string(bot->port_of("http"));
    }
    Ended says(std::vector<std::string> words, std::vector<std::string> environment = {}) {
        words.insert(words.begin(), "incident");
        words.insert(words.end(), {"--url", url});
        return runs(std::move(words), std::move(environment));
    }
    std::string url;
};

struct ShellWithoutSlack : Shell {
    ShellWithoutSlack() : Shell("http://127.0.0.1:9/api/") {}
};

}  // namespace

TEST_CASE_FIXTURE(Shell, "an incident is led from a shell from its declaration to its end") {
    const auto declared = says({"declare", "sev1", "API", "Down", "--description", "500 for everybody"});
    CHECK_MESSAGE(declared.code == 0, declared.err);
    CHECK(declared.out == "INC-1  SEV 1  Paging on-call  API Down\n");
    CHECK(wait_until([&] {
        return std::ranges::any_of(slack.posts(),
                                   [](const auto& post) { return post.text.contains("API Down"); });
    }));
    CHECK(says({"ack", "--by", "dana"}).out == "INC-1  SEV 1  Investigating  API Down, led by Dana\n");
    const auto second = says({"ack", "INC-1"});
    CHECK(second.code == 0);
    CHECK(second.says("Dana leads INC-1 since"));
    CHECK(says({"update", "INC-1", "Root cause found", "--status", "identified"}).says("Identified"));
    CHECK(says({"severity", "2", "only some"}).says("SEV 2"));
    CHECK(says({"severity", "1", "3", "few"}).says("SEV 3"));
    CHECK(says({"note", "42 requests failed"}).code == 1);  // there is no INC-42
    CHECK(says({"note", "1", "42 requests failed"}).code == 0);
    CHECK(says({"status", "monitoring", "Fix is out"}).says("Monitoring"));
    CHECK(says({"list"}).out == "INC-1  SEV 3  Monitoring  API Down, led by Dana\n");
    const auto shown = says({"show"});
    CHECK(shown.says("impact:       500 for everybody"));
    CHECK(shown.says("declared by:  Lee"));
    CHECK(says({"timeline"}).says("42 requests failed"));
    CHECK(says({"resolve", "Restarted the API"}).says("Resolved"));
    CHECK(says({"list"}).out == "None.\n");
    CHECK(says({"list", "--state", "all"}).says("INC-1"));
    CHECK(says({"update", "INC-1", "more"}).code == 1);
    CHECK(says({"reopen", "INC-1", "Errors are back"}).says("Investigating"));
    CHECK(says({"cancel", "The monitor was wrong"}).says("Not an incident"));
    CHECK(says({"show", "1", "--json"}).json()["incident"]["state"] == "false_alarm");
}

TEST_CASE_FIXTURE(Shell, "the same key declares once, however often a script repeats itself") {
    const auto first = says({"declare", "--severity", "critical", "API Down", "--key", "deploy-7", "--json"});
    CHECK(first.json()["incident"]["id"] == "INC-1");
    const auto again = says({"declare", "--severity", "critical", "API Down", "--key", "deploy-7", "--json"});
    CHECK(again.out == first.out);
    CHECK(says({"declare", "2", "DB", "Down", "--json"}).json()["incident"]["id"] == "INC-2");
}

TEST_CASE_FIXTURE(Shell, "what a shell cannot do is said, with the exit code of its kind") {
    const auto unclear = says({"ack"});
    CHECK(unclear.code == 2);
    CHECK(unclear.err == "No incident is open. Name one: INC-42. Nothing was done.\n");
    says({"declare", "2", "One"});
    says({"declare", "2", "Two"});
    CHECK(says({"ack"}).err == "Which incident? These are open: INC-2, INC-1. Nothing was done.\n");
    const auto unknown = says({"ack", "INC-9"});
    CHECK(unknown.code == 1);
    CHECK(unknown.err == "There is no incident 9. Nothing was changed.\n");
    CHECK(runs({"incident"}).code == 2);
    CHECK(says({"explode"}).code == 2);

    const auto eyes = says({"ack", "1"}, {"TOCSIN_API_TOKEN=eyes-token"});
    CHECK(eyes.code == 1);
    CHECK(eyes.err == "The token eyes lacks the scope act. Nothing was changed.\n");
    CHECK(says({"list"}, {"TOCSIN_API_TOKEN=wrong"}).code == 1);
    CHECK(runs({"incident", "list"}).code == 2);  // port 0 says nothing
    const auto nobody = runs({"incident", "list", "--url", "http://127.0.0.1:9"});
    CHECK(nobody.code == 4);
    CHECK(nobody.err.contains("cannot be reached"));
    CHECK(nobody.err.contains("Nothing was done."));
    CHECK_FALSE(nobody.err.contains("token"));
    // With address and token given no configuration is needed.
    writes("tocsin.yaml", "nonsense: 1\n");
    CHECK(says({"list"}, {"TOCSIN_API_TOKEN=eyes-token"}).code == 0);
    CHECK(says({"list"}).code == 3);
}

TEST_CASE_FIXTURE(Shell, "while no bot runs the store is worked on, and people are paged by the next one") {
    CHECK(says({"declare", "2", "API Down"}).code == 0);
    // A bot that holds the store is not gone around.
    CHECK(runs({"incident", "list"}).code == 2);
    bot->signal(SIGTERM);
    CHECK(bot->wait_for_end() == 0);
    CHECK(runs({"incident", "list"}).out == "INC-1  SEV 2  Paging on-call  API Down\n");
    const auto declared = runs({"incident", "declare", "1", "DB", "Down"});
    CHECK(declared.out == "INC-2  SEV 1  Paging on-call  DB Down\n");
    CHECK(declared.err.contains("No bot runs: this is kept in the store"));
    CHECK(runs({"incident", "ack", "INC-1", "--by", "dana"}).says("led by Dana"));
    bot.emplace(file("tocsin.yaml"), file("log"));
    CHECK(wait_until([&] {
        return std::ranges::any_of(slack.posts(),
                                   [](const auto& post) { return post.text.contains("DB Down"); });
    }));
}

TEST_CASE_FIXTURE(ShellWithoutSlack, "a shell works while Slack cannot be reached") {
    CHECK(says({"declare", "1", "API Down"}).says("INC-1  SEV 1"));
    CHECK(says({"ack", "--by", "dana"}).says("led by Dana"));
    CHECK(says({"update", "Still looking"}).code == 0);
    CHECK(says({"resolve", "Restarted"}).says("Resolved"));
    CHECK(says({"timeline", "1"}).says("Still looking"));
}

TEST_CASE_FIXTURE(Shell, "alerts are silenced from a shell") {
    const auto says_silence = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "silence");
        words.insert(words.end(), {"--url", url});
        return runs(std::move(words), {"TOCSIN_API_TOKEN=scripts-token"});
    };
    CHECK(says_silence({}).out == "None.\n");
    CHECK(says_silence({"service=api", "title=High error", "for", "2h", "because", "deploy"})
              .says("1  service=api title=High error"));
    CHECK(says_silence({"list"}).says("deploy"));
    CHECK(says_silence({"confirm", "1", "--by", "dana"}).says("(SEV 1 too, says Dana)"));
    CHECK(says_silence({"service=api"}).code == 1);
    CHECK(says_silence({"end", "1"}).code == 0);
    CHECK(says_silence({"list"}).out == "None.\n");
}

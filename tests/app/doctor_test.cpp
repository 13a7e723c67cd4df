#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "tests/app/running.h"
#include "tests/app/verb.h"

using namespace tocsin;
using namespace tocsin::app::testing;

namespace {

struct Practice : Desktop {
    StandIn slack;

    explicit Practice(const std::string& slack_keys = "") {
        writes("tocsin.yaml", "slack: {api_url: '" + slack.api_url() + "'" + slack_keys + "}\n");
    }
    Ended asks(std::vector<std::string> more = {}, const std::string& bot_token = "xoxb-sandbox") {
        more.insert(more.begin(), "doctor");
        return runs(std::move(more), {"SLACK_APP_TOKEN=xapp-sandbox", "SLACK_BOT_TOKEN=" + bot_token});
    }
};

nlohmann::json check_named(const Ended& ended, std::string_view name) {
    for (const auto& check : ended.json()) {
        if (check["check"] == name) return check;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("doctor finds a good installation ready, and posts only when told to") {
    Practice practice;
    const auto words = practice.asks();
    CHECK_MESSAGE(words.code == 0, words.out);
    CHECK(words.err.empty());
    CHECK(words.out.contains("ok   Slack app token: Socket Mode can be opened"));
    CHECK(words.out.contains("is made at the first start"));
    CHECK_FALSE(std::filesystem::exists(practice.file("tocsin.db")));
    CHECK(practice.slack.posts().empty());
    const auto json = practice.asks({"--json", "--send-test"});
    CHECK(json.code == 0);
    for (const auto& check : json.json()) CHECK_MESSAGE(check["ok"] == true, check.dump());
    CHECK(practice.slack.posts().size() == 1);
}

TEST_CASE("doctor ends with 4 when something does not work, and names it without showing tokens") {
    SUBCASE("a wrong token") {
        Practice practice;
        const auto ended = practice.asks({"--json"}, "xoxb-CANARY");
        CHECK(ended.code == 4);
        CHECK(check_named(ended, "Slack bot token")["detail"] == "Slack says invalid_auth");
        CHECK_FALSE(ended.says("CANARY"));
    }
    SUBCASE("no tokens") {
        Practice practice;
        const auto ended = practice.runs({"doctor"});
        CHECK(ended.code == 4);
        CHECK(ended.out.contains("FAIL Slack app token: is not set"));
    }
    SUBCASE("nobody answers") {
        Practice practice;
        practice.writes("tocsin.yaml", "slack: {api_url: 'http://127.0.0.1:1/api/'}\n");
        const auto ended = practice.asks({"--json"});
        CHECK(ended.code == 4);
        CHECK(check_named(ended, "Slack app token")["ok"] == false);
    }
    SUBCASE("a channel that is not there") {
        Practice practice(", channel: nowhere");
        CHECK(practice.asks().code == 0);
        const auto ended = practice.asks({"--send-test", "--json"});
        CHECK(ended.code == 4);
        CHECK(check_named(ended, "Incidents channel")["ok"] == false);
    }
    SUBCASE("a store in a folder that is not there") {
        Practice practice;
        practice.writes("tocsin.yaml", "slack: {api_url: '" + practice.slack.api_url() +
                                           "'}\nstorage: {url: 'sqlite:" + practice.file("away/tocsin.db") +
                                           "'}\n");
        const auto ended = practice.asks({"--json"});
        CHECK(ended.code == 4);
        CHECK(check_named(ended, "Disk")["detail"].get<std::string>().starts_with(practice.file("away") +
                                                                                  ": "));
    }
    SUBCASE("a store that is no database") {
        Practice practice;
        practice.writes("tocsin.db", std::string(10'000, 'x'));
        const auto ended = practice.asks({"--json"});
        CHECK(ended.code == 4);
        CHECK(check_named(ended, "Store")["detail"].get<std::string>().contains("is damaged"));
    }
}

TEST_CASE("doctor looks into the user groups that may declare") {
    Practice practice(", restrict_sev1: [S0SRE]");
    const auto unknown = practice.asks({"--json"});
    CHECK(unknown.code == 4);
    CHECK(check_named(unknown, "Slack user group S0SRE")["detail"] == "Slack says no_such_subteam");
    practice.slack.act({{"as", dana}, {"do", "group"}, {"group", "S0SRE"}, {"members", json::array()}});
    CHECK(check_named(practice.asks({"--json"}), "Slack user group S0SRE")["detail"] == "nobody is in it");
    practice.slack.act({{"as", dana}, {"do", "group"}, {"group", "S0SRE"}, {"members", {dana, lee}}});
    const auto known = practice.asks({"--json"});
    CHECK(known.code == 0);
    CHECK(check_named(known, "Slack user group S0SRE")["detail"] == "2 people");
}

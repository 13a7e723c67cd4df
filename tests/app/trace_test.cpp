// What a running bot tells whoever looks after it: the way of a page through the log, and its state on
// SIGUSR1.

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "tests/app/fake_twilio.h"
#include "tests/app/running.h"
#include "tests/net/network.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

struct Watched {
    TemporaryFolder folder;
    StandIn slack;
    FakeTwilio twilio;
    std::optional<Program> bot;
    boost::asio::io_context io;
    net::HttpClient browser{io};

    Watched() {
        std::ofstream(folder.file("tocsin.yaml"))
            << configuration(slack.api_url(), folder.file("tocsin.db"),
                             fmt::format(R"(http: {{listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0'}}
severities: {{sev1: {{page: {{to: ['person:dana'], via: [sms]}}}}}}
alerts:
  sources: {{am: {{kind: json, token: the-token}}}}
  rules: [{{name: All, when: 'alert.title != ""', severity: sev1}}]
paging:
{})",
                                         twilio.keys("poll")));
        bot.emplace(folder.file("tocsin.yaml"), folder.file("log"));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
    }
    net::HttpResponse sends_alert(std::vector<net::Header> headers = {}) {
        headers.push_back({"Content-Type", "application/json"});
        headers.push_back({"Authorization", "Bearer the-token"});
        const auto url = fmt::format("http://127.0.0.1:{}/api/v1/alerts/am", bot->port_of("http"));
        const auto answer = test::fetch(
            io, browser,
            {"POST", url, std::move(headers), R"({"title":"api is down","key":"api","status":"firing"})"});
        REQUIRE(answer);
        return *answer;
    }
    std::vector<json> lines() const {
        std::vector<json> found;
        std::istringstream log(bot->log());
        for (std::string line; std::getline(log, line);) {
            auto read = json::parse(line, nullptr, false);
            if (read.is_object()) found.push_back(std::move(read));
        }
        return found;
    }
    // The first line that has all of these.
    std::optional<json> line(const json& parts) const {
        for (const auto& each : lines()) {
            bool has_all = true;
            for (const auto& [name, value] : parts.items())
                has_all = has_all && each.contains(name) && each[name] == value;
            if (has_all) return each;
        }
        return std::nullopt;
    }
    bool tells(const json& parts) const {
        return wait_until([&] { return line(parts).has_value(); });
    }
    json state() {
        bot->signal(SIGUSR1);
        REQUIRE_MESSAGE(tells({{"message", "state"}}), bot->log());
        return (*line({{"message", "state"}}))["state"];
    }
};

}  // namespace

TEST_CASE_FIXTURE(Watched, "the log shows the way of a page from the alert to the provider's answer") {
    const auto answer = sends_alert({{"X-Request-Id", "probe-7"}});
    CHECK(answer.status == 202);
    CHECK(net::header(answer.headers, "X-Request-Id") == "probe-7");
    INFO(bot->log());
    REQUIRE(tells({{"message", "page moved"}, {"incident", 1}, {"to", "sent"}, {"provider", "twilio"}}));
    const auto request = line({{"message", "a request is answered"}, {"request", "probe-7"}});
    REQUIRE(request);
    CHECK((*request)["status"] == 202);
    const auto alert =
        std::stoi(json::parse((*request)["answer"].get<std::string>())["ids"][0].get<std::string>());
    for (const auto* message : {"declared", "paged", "an alert fires"})
        CHECK(line({{"message", message}, {"incident", 1}, {"alert", alert}}));
    CHECK((*line({{"message", "paged"}}))["people"] == "dana: sms");
    CHECK(line({{"message", "a page leaves"}, {"incident", 1}, {"page", 1}, {"provider", "twilio"}}));
    const auto sent = line({{"message", "page moved"}, {"to", "sent"}});
    CHECK((*sent)["page"] == 1);
    CHECK(sent->contains("row"));

    slack.slash(dana, "ack INC-1");
    REQUIRE(tells({{"message", "acknowledged"}, {"incident", 1}, {"by", "U000DANA"}}));
    CHECK_FALSE((*line({{"message", "acknowledged"}}))["request"].get<std::string>().empty());
    CHECK_FALSE(bot->log().contains("+1202"));
    CHECK_FALSE(bot->log().contains("the-token"));
}

TEST_CASE_FIXTURE(Watched, "an ID that could forge a line or a header is replaced by one of ours") {
    const auto answer = sends_alert({{"X-Request-Id", "a b\"c"}});
    const std::string id(net::header(answer.headers, "X-Request-Id"));
    CHECK(id.size() == 16);
    CHECK(tells({{"message", "a request is answered"}, {"request", id}}));
}

TEST_CASE_FIXTURE(Watched, "SIGUSR1 writes one line with how the bot stands, without secrets and numbers") {
    sends_alert();
    REQUIRE(tells({{"message", "page moved"}, {"to", "sent"}}));
    const auto told = state();
    CHECK(told["slack"]["sockets"] == 2);
    CHECK(told["incidents"]["sev1"] == json({{"open", 1}, {"unanswered", 1}}));
    CHECK(told["incidents"]["sev2"]["open"] == 0);
    CHECK(told["config_sha256"].get<std::string>().size() == 64);
    CHECK(told["uptime_s"].get<int>() < 60);
    CHECK(told["store"].get<std::string>().starts_with("sqlite"));
    CHECK(told["timers"]["quarantined"].empty());
    const auto& next = told["timers"]["next"];
    const bool asks =
        std::ranges::any_of(next, [](const json& timer) { return timer["timer"] == "ask/1/1"; });
    CHECK_MESSAGE(asks, next.dump());
    CHECK(told["providers_in_trouble"].empty());
    CHECK(told["outbox"].contains("by_priority"));
    for (const auto* hidden : {"+1202", "the-token", "xoxb", "api is down", "dana@"})
        CHECK_FALSE(told.dump().contains(hidden));
    CHECK_FALSE(bot->ended());
}

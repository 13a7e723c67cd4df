// The whole program from an alert over HTTP, and from a value of Prometheus, to the card in Slack.

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "bot/base/form.h"
#include "bot/net/http_server.h"
#include "tests/app/running.h"
#include "tests/net/network.h"
#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::app::testing;
using storage::testing::TemporaryFolder;

namespace {

// Answers every query with one value.
class FakePrometheus {
  public:
    FakePrometheus() {
        auto opened = net::HttpServer::listen(
            io_, {}, {.on_request = [this](const net::HttpRequest& request, net::Responder responder) {
                responder.respond(answer(request));
            }});
        REQUIRE(opened);
        server_ = std::move(*opened);
        thread_ = std::thread([this] { io_.run(); });
    }
    ~FakePrometheus() {
        boost::asio::post(io_, [this] { server_->stop(); });
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    void gives(const std::string& value) {
        const std::lock_guard lock(mutex_);
        value_ = value;
    }

  private:
    net::HttpResponse answer(const net::HttpRequest& request) {
        const std::lock_guard lock(mutex_);
        const bool right = request.method == "POST" && request.target == "/api/v1/query" &&
                           field_of(read_form(request.body), "query") == "error_ratio{job=\"api\"}";
        if (!right) return {.status = 400, .body = R"({"status":"error","error":"bad query"})"};
        return {
            .body =
                R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,")" +
                value_ + R"("]}]}})"};
    }

    boost::asio::io_context io_{1};
    std::mutex mutex_;
    std::string value_ = "0.01";
    std::unique_ptr<net::HttpServer> server_;
    std::thread thread_;
};

struct Watched {
    TemporaryFolder folder;
    StandIn slack;
    FakePrometheus prometheus;
    std::optional<Program> bot;
    std::uint16_t port = 0;
    boost::asio::io_context io;
    net::HttpClient sender{io};

    Watched() {
        configure("first-token");
        bot.emplace(folder.file("tocsin.yaml"), folder.file("log"));
        REQUIRE_MESSAGE(wait_until([&] { return slack.connections() == 2; }), bot->log());
        port = bot->port_of("http");
    }
    void configure(const std::string& token) {
        std::ofstream(folder.file("tocsin.yaml"))
            << configuration(slack.api_url(), folder.file("tocsin.db"),
                             fmt::format(R"(http: {{listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0'}}
alerts:
  sources:
    anything: {{kind: json, token: {}}}
    pd: {{kind: pagerduty, token: routing-key-routing-key}}
  prometheus: {{url: '{}', every: 1s}}
  values: {{error_rate: 'error_ratio{{job="api"}}'}}
  rules:
    - {{name: High Error Rate, when: error_rate > 0.1, for: 1s, severity: sev2, auto_resolve: true}}
    - {{name: API Down, when: 'alert.title == "api is down"', severity: sev1}}
)",
                                         token, prometheus.url()));
    }
    int posts(const std::string& target, const std::string& body, const std::string& token = "") {
        std::vector<net::Header> headers{{"Content-Type", "application/json"}};
        if (!token.empty()) headers.push_back({"Authorization", "Bearer " + token});
        const auto answer = test::fetch(
            io, sender, {"POST", "http://127.0.0.1:" + std::to_string(port) + target, headers, body});
        REQUIRE(answer);
        return answer->status;
    }
    bool shows(const std::string& words) {
        return wait_until([&] {
            const auto posts = slack.posts();
            return std::ranges::any_of(posts, [&](const auto& post) {
                return post.text.contains(words) || post.blocks.dump().contains(words);
            });
        });
    }
};

constexpr const char* down = R"({"title":"api is down","key":"api","status":"firing"})";

}  // namespace

TEST_CASE_FIXTURE(Watched, "an alert becomes a card, and a reload takes other tokens") {
    CHECK(posts("/api/v1/alerts/anything", down, "wrong") == 401);
    CHECK(posts("/api/v1/alerts/anything", "{", "first-token") == 400);
    CHECK(posts("/api/v1/alerts/anything", down, "first-token") == 202);
    CHECK_MESSAGE(shows("INC-1 (SEV 1) was detected by anything alert api is down."), bot->log());
    CHECK(posts("/v2/enqueue",
                R"({"routing_key":"routing-key-routing-key","event_action":"trigger","dedup_key":"d1",)"
                R"("payload":{"summary":"Disk full","source":"db1","severity":"warning"}})") == 202);
    CHECK(shows("INC-2 (SEV 3) was detected by pd alert Disk full."));

    configure("second-token");
    bot->signal(SIGHUP);
    CHECK(wait_until([&] { return posts("/api/v1/alerts/anything", down, "second-token") == 202; }));
    CHECK(posts("/api/v1/alerts/anything", down, "first-token") == 401);
    bot->signal(SIGTERM);
    CHECK(bot->wait_for_end() == 0);
    CHECK_FALSE(bot->log().contains("first-token"));
    CHECK_FALSE(bot->log().contains("second-token"));
}

TEST_CASE_FIXTURE(Watched, "a stop among a thousand alerts keeps each that was accepted") {
    constexpr int all = 1000, enough = 100;
    net::HttpClient crowd(io, {.attempt = patience, .connections_per_origin = 50});
    std::set<std::string> accepted;
    int over = 0;
    for (int i = 0; i < all; ++i) {
        const auto key = fmt::format("alert-{}", i);
        crowd.send(
            {.url = fmt::format("http://127.0.0.1:{}/api/v1/alerts/anything", port),
             .headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer first-token"}},
             .body = fmt::format(R"({{"title":"t","key":"{}","status":"firing"}})", key)},
            Reach::anywhere, [&, key](const net::HttpResult& result) {
                ++over;
                if (!result || result->status != 202) return;
                accepted.insert(key);
                if (accepted.size() == enough) bot->signal(SIGTERM);
            });
    }
    test::run_until(io, [&] { return over == all; });
    CHECK(bot->wait_for_end() == 0);
    CHECK(accepted.size() >= enough);
    const SystemClock clock;
    auto store = storage::Store::open("sqlite:" + folder.file("tocsin.db"), clock);
    REQUIRE(store);
    (*store)->transact([&](storage::Tx& tx) {
        for (const auto& key : accepted) CHECK_MESSAGE(tx.alert("anything", key).has_value(), key);
    });
}

TEST_CASE_FIXTURE(Watched, "a value of Prometheus opens its rule's incident and ends it") {
    prometheus.gives("0.5");
    CHECK_MESSAGE(shows("INC-1 (SEV 2) was detected by rule High Error Rate."), bot->log());
    prometheus.gives("0.01");
    CHECK_MESSAGE(shows("All its alerts are quiet since"), bot->log());
}

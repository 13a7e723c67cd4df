#include "bot/sandbox/alert_panel.h"

#include <doctest/doctest.h>

#include <set>

#include "bot/net/http_server.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

constexpr std::string_view kinds[] = {
    "alertmanager", "grafana", "betterstack", "pagerduty", "opsgenie",    "sns",          "datadog", "sentry",
    "google",       "azure",   "newrelic",    "pingdom",   "uptime-kuma", "healthchecks", "github",  "json"};

// A bot that takes everything, unless it is told to refuse.
struct FakeBot {
    ManualClock clock{time_from_unix(1'769'005'920)};  // 2026-01-21T14:32:00Z
    boost::asio::io_context io{1};
    Transcript transcript;
    std::vector<net::HttpRequest> requests;
    std::vector<AlertQuestion> questions;
    int status = 202;
    std::unique_ptr<net::HttpServer> server;
    std::shared_ptr<AlertPanel> panel;

    FakeBot() {
        auto opened = net::HttpServer::listen(
            io, {}, {.on_request = [this](net::HttpRequest request, net::Responder responder) {
                requests.push_back(std::move(request));
                responder.respond({.status = status, .body = R"({"ids":["1"]})"});
            }});
        REQUIRE(opened);
        server = std::move(*opened);
        AlertPanelOptions options;
        options.senders = {{"work", "json", Secret("a b+c")},
                           {"alertmanager", "alertmanager", Secret("secret-of-am")},
                           {"sns", "sns", Secret("a b+c")},
                           {"other", "telegram", Secret("x")}};
        options.values = {"error_rate"};
        options.explain = [this](const AlertQuestion& question) {
            questions.push_back(question);
            return json{{"unreadable", nullptr}};
        };
        panel = std::make_shared<AlertPanel>(io, clock, transcript, std::move(options));
        panel->bot_url = "http://127.0.0.1:" + std::to_string(server->port());
    }

    json act(json act) {
        std::optional<json> answer;
        panel->act(act, [&](json done) { answer = std::move(done); });
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!answer && std::chrono::steady_clock::now() < deadline)
            io.run_one_for(std::chrono::seconds(1));
        REQUIRE(answer);
        return *answer;
    }
    json send(const std::string& source, const std::string& what, const std::string& body) {
        return act({{"do", "send_alert"}, {"source", source}, {"what", what}, {"body", body}});
    }
    std::string last() const { return requests.back().body; }
};

}  // namespace

TEST_CASE("each kind of source has a sample that fires and one that resolves, and nothing in it stays open") {
    const Filling filling{"it", Secret("token"), time_from_unix(1'769'005'920),
                          time_from_unix(1'769'005'980)};
    std::set<std::string> products;
    for (const auto kind : kinds) {
        CAPTURE(kind);
        const SampleAlert* sample = sample_alert(kind);
        REQUIRE(sample != nullptr);
        CHECK(products.insert(sample->product).second);
        for (const auto& request : {sample->firing, sample->resolved}) {
            CHECK(request.method == "POST");
            CHECK(net::header(request.headers, "Content-Type") != "");
            const auto sent = filled(request, filling);
            CHECK_FALSE((sent.target + sent.body).contains("{{"));
            CHECK_MESSAGE(json::accept(sent.body), sent.body);
            const auto shows_itself =
                sent.target + sent.body + std::string(net::header(sent.headers, "Authorization"));
            CHECK((shows_itself.contains("token") || shows_itself.contains("Basic dG9jc2luOnRva2Vu")));
        }
    }
    CHECK(sample_alert("telegram") == nullptr);
}

TEST_CASE("what stands in braces is filled in, and what has no such name stays") {
    net::HttpRequest request;
    request.target = "/a/{{source}}?token={{token}}";
    request.headers = {{"Authorization", "Basic {{basic}}"}};
    request.body =
        "{{started}} {{now.seconds}} {{now.milliseconds}} {{started.date}}T{{started.time}} {{.Labels}} "
        "{{now.week}} {{token";
    const auto sent =
        filled(request, {"s", Secret("a b"), time_from_unix(1'769'005'920), time_from_unix(1'769'005'980)});
    CHECK((sent.target == "/a/s?token=a+b" || sent.target == "/a/s?token=a%20b"));
    CHECK(sent.headers.front().value == "Basic dG9jc2luOmEgYg==");
    CHECK(
        sent.body ==
        "2026-01-21T14:32:00Z 1769005980 1769005980000 2026-01-21T14:32:00 {{.Labels}} {{now.week}} {{token");
}

TEST_CASE_FIXTURE(FakeBot, "the panel shows the sources that have a sample, and no token") {
    const json state = panel->state();
    REQUIRE(state["senders"].size() == 3);
    CHECK(state["senders"][0]["product"] == "Alertmanager");
    CHECK(state["senders"][0]["firing"]["target"] == "/api/v1/alerts/{{source}}");
    CHECK(state["senders"][2]["name"] == "work");
    CHECK(state["values"] == json::array({"error_rate"}));
    CHECK_FALSE(state.dump().contains("secret-of-am"));
}

TEST_CASE_FIXTURE(FakeBot, "an alert goes out as its source sends it, and the bot's answer is told") {
    const json answer = send("alertmanager", "firing", R"({"at": "{{started}}"})");
    CHECK(answer == json{{"ok", true}, {"status", 202}, {"answer", R"({"ids":["1"]})"}, {"again", false}});
    CHECK(requests.back().target == "/api/v1/alerts/alertmanager");
    CHECK(net::header(requests.back().headers, "Authorization") == "Bearer secret-of-am");
    CHECK(last() == R"({"at": "2026-01-21T14:32:00Z"})");
    status = 401;
    CHECK(send("sns", "firing", "{}")["status"] == 401);
    CHECK(net::header(requests.back().headers, "x-amz-sns-message-type") == "Notification");
    CHECK_FALSE(transcript.entries().dump().contains("secret-of-am"));
    CHECK(transcript.entries()[1]["target"] == "/api/v1/alerts/{{source}}?token={{token}}");
}

TEST_CASE_FIXTURE(FakeBot, "told again an alert goes on; after its end, or with another text, it begins") {
    const std::string body = R"("{{started}} {{now.time}}")";
    send("work", "firing", body);
    clock.advance(1min);
    CHECK(send("work", "firing", body)["again"] == true);
    CHECK(last() == R"("2026-01-21T14:32:00Z 14:33:00")");
    send("work", "resolved", body);
    CHECK(last() == R"("2026-01-21T14:32:00Z 14:33:00")");
    CHECK(send("work", "firing", body)["again"] == false);
    CHECK(last() == R"("2026-01-21T14:33:00Z 14:33:00")");
    clock.advance(1min);
    CHECK(send("work", "firing", body + " ")["again"] == false);
    CHECK(last() == R"("2026-01-21T14:34:00Z 14:34:00" )");
    panel->forget();
    CHECK(send("work", "firing", body + " ")["again"] == false);
    status = 400;
    send("work", "firing", body);
    CHECK(send("work", "firing", body)["again"] == false);  // what was refused does not fire
}

TEST_CASE_FIXTURE(FakeBot, "whoever knows the rules is asked about the request as it would go out") {
    json asked{{"do", "explain_alert"},      {"source", "alertmanager"},
               {"what", "firing"},           {"body", "{{started}}"},
               {"when", "error_rate > 0.1"}, {"values", {{"error_rate", 0.2}, {"b", "x"}}}};
    CHECK(act(asked) == json{{"ok", true}, {"unreadable", nullptr}});
    REQUIRE(questions.size() == 1);
    CHECK(questions[0].source == "alertmanager");
    CHECK(questions[0].request.body == "2026-01-21T14:32:00Z");
    CHECK(questions[0].when == "error_rate > 0.1");
    CHECK(questions[0].values == std::map<std::string, double>{{"error_rate", 0.2}});
    CHECK(requests.empty());
}

TEST_CASE_FIXTURE(FakeBot, "what cannot be sent is said, and nothing is pretended") {
    CHECK(send("telegram", "firing", "{}")["error"] == "unknown_source");
    server->stop();
    panel->bot_url = "http://127.0.0.1:1";
    const json refused = send("work", "firing", "{}");
    CHECK(refused["ok"] == false);
    CHECK(refused["error"].get<std::string>().starts_with("The alert did not reach the bot: "));
    panel->bot_url.clear();
    CHECK(send("work", "firing", "{}")["error"] == "bot_does_not_listen");
}

#include "bot/sandbox/slack_server.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <thread>

#include "tests/sandbox/http_client.h"

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

constexpr EmbeddedFile page[] = {{"index.html", "<title>Tocsin sandbox</title>"}, {"page.js", "1"}};

// The stand-in on its own thread, on a port of this machine.
struct Running {
    SystemClock clock;
    boost::asio::io_context io{1};
    std::unique_ptr<SlackServer> server;
    std::thread thread;

    Running() {
        SlackServerOptions options;
        options.page = page;
        options.alerts.senders = {{"monitoring", "json", Secret("of-monitoring")}};
        auto started = SlackServer::start(io, clock, std::move(options));
        REQUIRE(started.has_value());
        server = std::move(*started);
        thread = std::thread([this] {
            auto work = boost::asio::make_work_guard(io);
            io.run();
        });
    }
    ~Running() {
        io.stop();
        thread.join();
    }

    RawAnswer get(const std::string& target, const std::string& more = "",
                  const std::string& host = "127.0.0.1") {
        return exchange(server->port(),
                        fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close, Upgrade\r\n{}\r\n",
                                    target, host, more));
    }
    RawAnswer post(const std::string& target, const json& body, const std::string& more = "") {
        const std::string text = body.dump();
        return exchange(server->port(),
                        fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                                    "Content-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}",
                                    target, text.size(), more, text));
    }
    json call(const std::string& method, const json& arguments, const char* token = "xoxb-sandbox") {
        return json::parse(
            post("/api/" + method, arguments, fmt::format("Authorization: Bearer {}\r\n", token)).body);
    }
    json act(const json& act) { return json::parse(post("/sandbox/act", act).body); }
};

std::string upgrade() {
    return "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
}

}  // namespace

TEST_CASE_FIXTURE(Running, "the Web API answers over HTTP with Slack's headers") {
    const auto answer = post("/api/auth.test", json::object(), "Authorization: Bearer xoxb-sandbox\r\n");
    CHECK(answer.status == 200);
    CHECK(answer.head.find("X-Slack-Req-Id:") != std::string::npos);
    CHECK(answer.head.find("X-OAuth-Scopes:") != std::string::npos);
    CHECK(json::parse(answer.body)["user_id"] == "U0TOCSIN");
    CHECK(call("auth.test", json::object(), "xoxb-real")["error"] == "invalid_auth");
}

TEST_CASE_FIXTURE(Running,
                  "the gateway's address has a ticket, and upgrades without a good one are refused") {
    const json opened = call("apps.connections.open", json::object(), "xapp-sandbox");
    CHECK(opened["url"].get<std::string>().starts_with(
        fmt::format("ws://127.0.0.1:{}/link/?ticket=", server->port())));
    CHECK(get("/link/?ticket=made-up", upgrade()).status == 403);
    act({{"do", "trouble"}, {"kind", "disconnect"}, {"reason", "link_disabled"}});
    CHECK(call("apps.connections.open", json::object(), "xapp-sandbox")["ok"] == false);
}

TEST_CASE_FIXTURE(Running, "people act and see the result") {
    CHECK(call("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "API Down"}})["ok"] == true);
    const json state = json::parse(get("/sandbox/state?as=U000LEE").body);
    CHECK(state["you"] == "U000LEE");
    CHECK(state["channels"][1]["messages"][0]["text"] == "API Down");
    CHECK(act({{"as", "U000LEE"}, {"do", "message"}, {"channel", "C0INCIDENTS"}, {"text", "on it"}})["ok"] ==
          true);
    CHECK(get("/sandbox/state?as=U0NOBODY").status == 404);
    const json transcript = json::parse(get("/sandbox/transcript").body);
    CHECK(transcript["entries"][0]["method"] == "chat.postMessage");
    CHECK(transcript.dump().find("xoxb-") == std::string::npos);
}

TEST_CASE_FIXTURE(Running, "web pages from elsewhere cannot play a person") {
    CHECK(get("/sandbox/state?as=U000DANA", "", "evil.example").status == 403);
    CHECK(get("/sandbox/state?as=U000DANA", "", "127.0.0.1.evil.example").status == 403);
    CHECK(get("/sandbox/state?as=U000DANA", "Origin: https://evil.example\r\n").status == 403);
    CHECK(get("/sandbox/state?as=U000DANA", "Origin: http://127.0.0.1\r\n").status == 200);
    CHECK(get("/sandbox/feed?as=U000DANA", upgrade() + "Origin: https://evil.example\r\n").status == 403);
}

TEST_CASE_FIXTURE(Running, "the page is served with a strict policy, and nothing else is") {
    const auto index = get("/");
    CHECK(index.status == 200);
    CHECK(index.body == "<title>Tocsin sandbox</title>");
    CHECK(index.head.find("Content-Security-Policy: default-src 'self'") != std::string::npos);
    CHECK(get("/assets/page.js").head.find("text/javascript") != std::string::npos);
    CHECK(get("/assets/../secret").status == 404);
}

TEST_CASE_FIXTURE(Running, "a call can be cut after its work is done") {
    act({{"do", "trouble"},
         {"kind", "fail"},
         {"method", "chat.postMessage"},
         {"cut", true},
         {"after_doing", true}});
    CHECK(post("/api/chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}},
               "Authorization: Bearer xoxb-sandbox\r\n")
              .status == 0);
    const json history = call("conversations.history", {{"channel", "C0INCIDENTS"}});
    CHECK(history["messages"].size() == 1);
}

TEST_CASE_FIXTURE(Running, "sample alerts are shown and sent for this machine alone") {
    const json alerts = json::parse(get("/sandbox/alerts").body);
    CHECK(alerts["senders"][0]["name"] == "monitoring");
    CHECK(get("/sandbox/alerts", "Origin: https://evil.example\r\n").status == 403);
    const json send{{"do", "send_alert"}, {"source", "monitoring"}, {"what", "firing"}, {"body", "{}"}};
    CHECK(act(send)["error"] == "bot_does_not_listen");
    CHECK(post("/sandbox/act", send, "Origin: https://evil.example\r\n").status == 403);
}

TEST_CASE_FIXTURE(Running, "a response URL that does not exist answers 404") {
    const auto answer = post("/response/made-up", {{"text", "x"}});
    CHECK(answer.status == 404);
    CHECK(json::parse(answer.body)["error"] == "no_such_url");
}

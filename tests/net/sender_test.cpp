#include "bot/net/sender.h"

#include <doctest/doctest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "bot/net/http_server.h"
#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;
using nlohmann::json;
using Steady = std::chrono::steady_clock;

namespace {

struct Fixture {
    Fixture() {
        auto listening =
            HttpServer::listen(io, {}, {.on_request = [this](HttpRequest request, Responder responder) {
                                   requests.push_back(std::move(request));
                                   handle(requests.back(), responder);
                               }});
        REQUIRE(listening);
        server = std::move(*listening);
        sender = std::make_unique<Sender>(
            io, client, SenderOptions{base() + "/api/", Secret("xoxb-test")},
            [this](engine::SendFinished result) { finished.push_back(std::move(result)); });
    }

    std::string base() const { return "http://127.0.0.1:" + std::to_string(server->port()); }

    engine::Departure call(int id, const std::string& method,
                           const JsonText& arguments = JsonText::object()) const {
        return {OutboxId(id), "token", slack::Call{method, arguments}};
    }

    engine::Departure respond(int id, const std::string& url) const {
        return {OutboxId(id), "token", slack::Call{"response_url", JsonText::object({{"text", "hi"}}), url}};
    }

    void finish(std::size_t count) {
        run_until(io, [&] { return finished.size() == count; });
    }

    boost::asio::io_context io;
    std::unique_ptr<HttpServer> server;
    HttpClient client{io, {.attempt = std::chrono::milliseconds(1000)}};
    std::vector<HttpRequest> requests;
    std::function<void(const HttpRequest&, Responder&)> handle =
        [](const HttpRequest&, Responder& responder) { responder.respond({.body = R"({"ok":true})"}); };
    std::vector<engine::SendFinished> finished;
    std::unique_ptr<Sender> sender;
};

template <class T>
T outcome_of(const engine::SendFinished& result) {
    const auto* outcome = std::get_if<slack::Outcome>(&result.outcome);
    REQUIRE(outcome != nullptr);
    REQUIRE(std::holds_alternative<T>(*outcome));
    return std::get<T>(*outcome);
}

}  // namespace

TEST_CASE("a message goes out as JSON with the bot's token") {
    Fixture f;
    f.sender->send(
        {{f.call(7, "chat.postMessage", JsonText::object({{"channel", "C1"}, {"text", "häufig"}}))}});
    CHECK(f.finished.empty());
    f.finish(1);
    CHECK(f.finished[0].id == OutboxId(7));
    CHECK(f.finished[0].token == "token");
    CHECK(f.finished[0].sent);
    CHECK(outcome_of<slack::Answered>(f.finished[0]).body["ok"] == true);
    REQUIRE(f.requests.size() == 1);
    CHECK(f.requests[0].target == "/api/chat.postMessage");
    CHECK(header(f.requests[0].headers, "Authorization") == "Bearer xoxb-test");
    CHECK(header(f.requests[0].headers, "Content-Type") == "application/json; charset=utf-8");
    CHECK(json::parse(f.requests[0].body) == json{{"channel", "C1"}, {"text", "häufig"}});
}

TEST_CASE("methods that do not read JSON get a form") {
    Fixture f;
    const auto arguments = JsonText::object({{"channel", "C 1"},
                                             {"limit", 5},
                                             {"include_all_metadata", true},
                                             {"cursor", nullptr},
                                             {"users", JsonText::array({"U1", "U2"})}});
    f.sender->send({{f.call(1, "conversations.history", arguments)}});
    f.finish(1);
    CHECK(header(f.requests[0].headers, "Content-Type") == "application/x-www-form-urlencoded");
    CHECK(f.requests[0].body == "channel=C+1&include_all_metadata=true&limit=5&users=U1%2CU2");
}

TEST_CASE("a response URL gets its body without our token, and any 2xx is a yes") {
    Fixture f;
    f.handle = [](const HttpRequest& request, Responder& responder) {
        responder.respond({.body = request.target == "/r/1" ? "ok" : ""});
    };
    for (const char* path : {"/r/1", "/r/2"}) f.sender->send({{f.respond(1, f.base() + path)}});
    f.finish(2);
    for (const auto& result : f.finished) outcome_of<slack::Answered>(result);
    for (const auto& request : f.requests) {
        CHECK(header(request.headers, "Authorization").empty());
        CHECK(request.body == R"({"text":"hi"})");
    }
}

TEST_CASE("rows of a lane leave in order, each after the answer to the one before") {
    Fixture f;
    std::vector<Responder> waiting;
    f.handle = [&](const HttpRequest&, Responder& responder) { waiting.push_back(std::move(responder)); };
    f.sender->send({{f.call(1, "chat.postMessage"), f.call(2, "chat.update"), f.call(3, "chat.delete")}});
    for (std::size_t i = 1; i <= 3; ++i) {
        run_until(f.io, [&] { return waiting.size() == i; });
        run_ready(f.io);
        CHECK(f.requests.size() == i);
        CHECK(f.finished.size() == i - 1);
        // A refusal is final: the rest of the lane does not wait for it.
        waiting[i - 1].respond(
            {.body = i == 2 ? R"({"ok":false,"error":"message_not_found"})" : R"({"ok":true})"});
        f.finish(i);
        CHECK(f.finished.back().id == OutboxId(static_cast<int>(i)));
    }
    CHECK(outcome_of<slack::Refused>(f.finished[1]).error == "message_not_found");
    CHECK(f.requests[2].target == "/api/chat.delete");
}

TEST_CASE("after a row that has to be tried again the rest of its lane comes back unsent") {
    Fixture f;
    f.handle = [](const HttpRequest& request, Responder& responder) {
        if (request.target == "/api/chat.update")
            responder.respond({.status = 429, .headers = {{"Retry-After", "9"}}});
        else
            responder.respond({.body = R"({"ok":true})"});
    };
    f.sender->send({{f.call(1, "chat.postMessage"), f.call(2, "chat.update"), f.call(3, "chat.delete"),
                     f.call(4, "chat.delete")}});
    f.finish(4);
    CHECK(f.requests.size() == 2);
    CHECK(f.finished[0].sent);
    CHECK(outcome_of<slack::Limited>(f.finished[1]).after == 9s);
    for (const std::size_t i : {2U, 3U}) {
        CHECK_FALSE(f.finished[i].sent);
        outcome_of<slack::Unreachable>(f.finished[i]);
    }
}

TEST_CASE("a row that is handed over when its lease is too short does not leave, and comes back untried") {
    Fixture f;
    int mails = 0;
    Sender sender(f.io, f.client,
                  SenderOptions{f.base() + "/api/", Secret("xoxb-test"),
                                [&](const channels::MailRequest&, const auto&) { ++mails; }},
                  [&](engine::SendFinished result) { f.finished.push_back(std::move(result)); });
    const auto order = [&](int id, channels::Request what) {
        return engine::Departure{OutboxId(id), "token", std::move(what)};
    };
    const auto too_late = Steady::now() - 1ms;
    sender.send({{f.call(1, "chat.postMessage"), f.call(2, "chat.update")}, too_late});
    sender.send({{order(3, channels::HttpRequest{"POST", f.base() + "/calls", {}, "x"})}, too_late});
    sender.send({{order(4, channels::MailRequest{})}, too_late});
    CHECK(f.finished.empty());
    f.finish(4);
    for (int id = 1; id <= 4; ++id) {
        const auto found = std::ranges::find(f.finished, OutboxId(id), &engine::SendFinished::id);
        REQUIRE(found != f.finished.end());
        CHECK_FALSE(found->sent);
        CHECK(found->token == "token");
        CHECK(outcome_of<slack::Unreachable>(*found).reason.contains("lease"));
    }
    run_ready(f.io);
    CHECK(f.requests.empty());
    CHECK(mails == 0);

    sender.send({{f.call(5, "chat.postMessage")}, Steady::now() + 1h});
    f.finish(5);
    CHECK(f.finished[4].sent);
    outcome_of<slack::Answered>(f.finished[4]);
    CHECK(f.requests.size() == 1);
}

TEST_CASE("whoever waits for a slow answer in front of it until its lease is too short comes back untried") {
    Fixture f;
    std::vector<Responder> waiting;
    f.handle = [&](const HttpRequest&, Responder& responder) { waiting.push_back(std::move(responder)); };
    const auto leave_by = Steady::now() + 300ms;
    f.sender->send(
        {{f.call(1, "chat.postMessage"), f.call(2, "chat.update"), f.call(3, "chat.delete")}, leave_by});
    run_until(f.io, [&] { return waiting.size() == 1 && Steady::now() > leave_by; });
    waiting[0].respond({.body = R"({"ok":true})"});
    f.finish(3);
    CHECK(f.finished[0].sent);
    outcome_of<slack::Answered>(f.finished[0]);
    for (const std::size_t i : {1U, 2U}) {
        CHECK_FALSE(f.finished[i].sent);
        CHECK(outcome_of<slack::Unreachable>(f.finished[i]).reason.contains("lease"));
    }
    CHECK(f.requests.size() == 1);
}

TEST_CASE("lanes do not wait for one another") {
    Fixture f;
    std::vector<Responder> held;
    f.handle = [&](const HttpRequest& request, Responder& responder) {
        if (request.target == "/api/views.open") return held.push_back(std::move(responder));
        responder.respond({.body = R"({"ok":true})"});
    };
    f.sender->send({{f.call(1, "views.open")}});
    run_until(f.io, [&] { return held.size() == 1; });
    for (int id = 2; id <= 21; ++id) f.sender->send({{f.call(id, "chat.postMessage")}});
    f.finish(20);
    CHECK(std::none_of(f.finished.begin(), f.finished.end(),
                       [](const auto& r) { return r.id == OutboxId(1); }));
    held[0].respond({.body = R"({"ok":true})"});
    f.finish(21);
}

TEST_CASE("cut, silent and failing servers are uncertain, absent ones unreachable") {
    Fixture f;
    std::vector<Responder> silent;
    f.handle = [&](const HttpRequest& request, Responder& responder) {
        if (request.target == "/api/chat.cut") return responder.cut();
        if (request.target == "/api/chat.half")
            return responder.respond({.body = R"({"ok":true,"ts":"1"})", .cut_after = 5});
        if (request.target == "/api/chat.broken") return responder.respond({.status = 503});
        silent.push_back(std::move(responder));
    };
    for (const char* method : {"chat.cut", "chat.half", "chat.broken", "chat.silent"})
        f.sender->send({{f.call(1, method)}});
    f.finish(4);
    for (const auto& result : f.finished) outcome_of<slack::Uncertain>(result);
    silent.clear();
    f.server->stop();
    f.sender->send({{f.call(2, "chat.postMessage")}});
    f.finish(5);
    outcome_of<slack::Unreachable>(f.finished[4]);
}

TEST_CASE("a call that cannot leave is refused by name and never holds up its lane") {
    Fixture f;
    f.sender->send({{f.call(1, "../evil?x"), f.call(2, ""), f.respond(3, "http://example.com/"),
                     f.respond(4, "nowhere"), f.call(5, "chat.y")}});
    CHECK(f.finished.empty());
    f.finish(5);
    const std::vector<std::string> expected{"unknown_method", "unknown_method", "insecure_url",
                                            "insecure_url"};
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(outcome_of<slack::Refused>(f.finished[i]).error == expected[i]);
    outcome_of<slack::Answered>(f.finished[4]);
    CHECK(f.requests.size() == 1);
}

TEST_CASE("what nobody has vouched for leads outside, unless Slack itself is on this machine") {
    Fixture f;
    const auto upload = [&](int id, const std::string& path) {
        return engine::Departure{OutboxId(id), "token",
                                 channels::Request{channels::HttpRequest{"POST", f.base() + path, {}, "x"}}};
    };
    Sender far(f.io, f.client,
               SenderOptions{"https://slack.example.com/api/",
                             Secret("xoxb-test"),
                             {},
                             [](const std::string& url) {
                                 return url.ends_with("/ours") ? Reach::anywhere : Reach::outside;
                             }},
               [&](engine::SendFinished result) { f.finished.push_back(std::move(result)); });
    far.send({{f.respond(1, f.base() + "/r")}});
    far.send({{upload(2, "/up")}});
    f.finish(2);
    CHECK(outcome_of<slack::Unreachable>(f.finished[0]).reason.contains("no public address"));
    const auto answer = std::get<channels::HttpAnswer>(std::get<channels::Answer>(f.finished[1].outcome));
    CHECK(answer.status == 0);
    CHECK(answer.body.contains("no public address"));
    CHECK(f.requests.empty());

    HttpClient led_inside(f.io, {.look_up = [](const std::string&) -> Resolver::Lookup {
                              return {{boost::asio::ip::make_address("127.0.0.1")}, ""};
                          }});
    Sender inside(f.io, led_inside, SenderOptions{"https://slack.example.com/api/", Secret("xoxb-test")},
                  [&](engine::SendFinished result) { f.finished.push_back(std::move(result)); });
    const auto port = std::to_string(f.server->port());
    inside.send({{f.respond(6, "https://hooks.slack.example.com:" + port + "/")}});
    f.finish(3);
    CHECK_FALSE(outcome_of<slack::Unreachable>(f.finished[2]).reason.contains("no public address"));
    inside.send({{f.respond(7, "https://notslack.example.com:" + port + "/")}});
    f.finish(4);
    CHECK(outcome_of<slack::Unreachable>(f.finished[3]).reason.contains("no public address"));

    far.send({{upload(3, "/ours")}});
    f.sender->send({{f.respond(4, f.base() + "/r")}});
    f.sender->send({{upload(5, "/up")}});
    f.finish(7);
    CHECK(f.requests.size() == 3);
}

TEST_CASE("nothing is reported after stopping") {
    Fixture f;
    f.handle = [&](const HttpRequest&, Responder& responder) {
        f.sender->stop();
        responder.respond({.body = R"({"ok":true})"});
    };
    f.sender->send({{f.call(1, "chat.a"), f.call(2, "chat.b")}});
    run_until(f.io, [&] { return f.requests.size() == 1; });
    f.client.stop();
    for (int i = 0; i < 20; ++i) run_ready(f.io);
    CHECK(f.finished.empty());
    CHECK(f.requests.size() == 1);
}

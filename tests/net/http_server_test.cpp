#include "bot/net/http_server.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace tocsin::test;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    explicit Fixture(HttpServerOptions options = {}) {
        auto listening = HttpServer::listen(
            io, std::move(options), {.on_request = [this](const HttpRequest& request, Responder responder) {
                seen.push_back(request);
                if (handle) return handle(std::move(responder));
                responder.respond({.body = request.target + request.body});
            }});
        REQUIRE(listening);
        server = std::move(*listening);
    }

    // What the server says to these bytes until it ends the connection.
    std::string exchange(const std::string& bytes) {
        tcp::socket socket(io);
        socket.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), server->port()));
        std::string answer;
        bool ended = false;
        boost::asio::async_write(socket, boost::asio::buffer(bytes),
                                 [](boost::system::error_code, std::size_t) {});
        boost::asio::async_read(socket, boost::asio::dynamic_buffer(answer),
                                [&](boost::system::error_code, std::size_t) { ended = true; });
        run_until(io, [&] { return ended; });
        return answer;
    }

    boost::asio::io_context io;
    std::vector<HttpRequest> seen;
    std::function<void(Responder)> handle;
    std::unique_ptr<HttpServer> server;
};

// tests/net/framing.json: bytes, and what is to be seen of them.
nlohmann::json framing() {
    return nlohmann::json::parse(std::ifstream(TOCSIN_SOURCE_DIR "/tests/net/framing.json"));
}

const std::string last = "GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

int status_of(const std::string& answer) {
    return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

}  // namespace

TEST_CASE("requests sent without waiting are answered one after the other") {
    Fixture f;
    const std::string answer = f.exchange(
        "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: x\r\n\r\n" +
        last);
    CHECK(answer.find("/1abc") < answer.find("/2"));
    CHECK(answer.find("/2") < answer.find("/end"));
    CHECK(f.seen.size() == 3);
}

TEST_CASE("what is no HTTP or too large is refused by its status and reaches nobody") {
    Fixture f({.max_header_bytes = 1000, .max_body_bytes = 100});
    CHECK(status_of(f.exchange("hello\r\n\r\n")) == 400);
    CHECK(f.exchange("hello\r\n\r\n").ends_with("that can be read in one way only. Nothing was done.\n"));
    CHECK(status_of(f.exchange("GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n")) == 431);
    CHECK(status_of(f.exchange("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x'))) ==
          413);
    CHECK(status_of(f.exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" +
                               std::string(128, 'x') + "\r\n0\r\n\r\n")) == 413);
    // Of many lines, each of them short, and of a chunk's that does not end.
    std::string lines = "GET / HTTP/1.1\r\n";
    while (lines.size() < 1000) lines += "X: y\r\n";
    CHECK(status_of(f.exchange(lines + "\r\n")) == 431);
    CHECK(status_of(f.exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4;" +
                               std::string(40'000, 'x'))) == 431);
    CHECK(status_of(f.exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " +
                               std::string(40'000, 'x'))) == 431);
    CHECK(f.seen.empty());
}

TEST_CASE("a request that another reader might frame otherwise is refused and its connection ended") {
    for (const auto& each : framing().at("refused")) {
        Fixture f;
        const auto name = each.at("name").get<std::string>();
        const auto answer = f.exchange(each.at("bytes").get<std::string>());
        CHECK_MESSAGE(status_of(answer) >= 400, name);
        CHECK_MESSAGE(answer.contains("Connection: close"), name);
        CHECK_MESSAGE(answer.find("Connection: ") == answer.rfind("Connection: "), name);
        CHECK_MESSAGE(f.seen.empty(), name);
    }
}

TEST_CASE("what can be read in one way is read in that one") {
    for (const auto& each : framing().at("taken")) {
        Fixture f;
        f.exchange(each.at("bytes").get<std::string>());
        std::vector<std::string> seen;
        for (const auto& request : f.seen) seen.push_back(request.target + " " + request.body);
        const auto name = each.at("name").get<std::string>();
        CHECK_MESSAGE(seen == each.at("seen").get<std::vector<std::string>>(), name);
    }
}

TEST_CASE("what comes after a body is never what a header says") {
    Fixture f;
    f.exchange(
        "POST /first HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n"
        "Authorization: Bearer late\r\nHost: y\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n" +
        last);
    REQUIRE(f.seen.size() == 2);
    CHECK(f.seen[0].body == "abcd");
    for (const auto* name : {"Authorization", "X-Forwarded-For"})
        CHECK(header(f.seen[0].headers, name).empty());
    CHECK(std::ranges::count(f.seen[0].headers, "Host", &Header::name) == 1);
}

TEST_CASE("who sends byte by byte is given up, and the others are served meanwhile") {
    Fixture f({.header_deadline = 100ms});
    tcp::socket slow(f.io);
    slow.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), f.server->port()));
    boost::asio::write(slow, boost::asio::buffer(std::string("GET / HT")));
    CHECK(status_of(f.exchange(last)) == 200);
    bool ended = false;
    std::string said;
    boost::asio::async_read(slow, boost::asio::dynamic_buffer(said),
                            [&](boost::system::error_code, std::size_t) { ended = true; });
    run_until(f.io, [&] { return ended; });
    CHECK(said.empty());
    CHECK(f.seen.size() == 1);
}

TEST_CASE("one address has a limit of its own, unless it is a proxy that many share") {
    HttpServerOptions options{.max_connections_per_address = 1};
    bool shared = false;
    SUBCASE("a guest") {}
    SUBCASE("a proxy") {
        shared = true;
        options.shared_addresses = {"127.0.0.1"};
    }
    Fixture f(options);
    tcp::socket first(f.io);
    first.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), f.server->port()));
    run_ready(f.io);
    CHECK(status_of(f.exchange(last)) == (shared ? 200 : 0));
    first.close();
    run_until(f.io, [&] { return status_of(f.exchange(last)) == 200; });
}

TEST_CASE("a server that drains answers what has begun, ends who is idle and takes nobody new") {
    Fixture f;
    std::optional<Responder> later;
    f.handle = [&](Responder responder) { later.emplace(std::move(responder)); };
    const tcp::endpoint place(boost::asio::ip::address_v4::loopback(), f.server->port());
    tcp::socket asking(f.io), idle(f.io);
    asking.connect(place);
    idle.connect(place);
    boost::asio::write(asking, boost::asio::buffer(std::string("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n")));
    run_until(f.io, [&] { return later.has_value(); });
    f.server->drain(10s);
    std::string answer, nothing;
    int ended = 0;
    boost::asio::async_read(asking, boost::asio::dynamic_buffer(answer),
                            [&](boost::system::error_code, std::size_t) { ++ended; });
    boost::asio::async_read(idle, boost::asio::dynamic_buffer(nothing),
                            [&](boost::system::error_code, std::size_t) { ++ended; });
    run_until(f.io, [&] { return ended == 1; });
    CHECK(nothing.empty());
    later->respond({.body = "done"});
    run_until(f.io, [&] { return ended == 2; });
    CHECK(answer.ends_with("done"));
    CHECK(answer.contains("Connection: close"));
    tcp::socket late(f.io);
    boost::system::error_code refused;
    late.connect(place, refused);
    CHECK(refused);
}

TEST_CASE("a drain waits no longer than its limit") {
    Fixture f;
    std::optional<Responder> never;
    f.handle = [&](Responder responder) { never.emplace(std::move(responder)); };
    tcp::socket asking(f.io);
    asking.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), f.server->port()));
    boost::asio::write(asking, boost::asio::buffer(std::string("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n")));
    run_until(f.io, [&] { return never.has_value(); });
    f.server->drain(50ms);
    bool ended = false;
    std::string answer;
    boost::asio::async_read(asking, boost::asio::dynamic_buffer(answer),
                            [&](boost::system::error_code, std::size_t) { ended = true; });
    run_until(f.io, [&] { return ended; });
    CHECK(answer.empty());
}

TEST_CASE("a request that never ends is given up") {
    Fixture f({.request_deadline = 100ms});
    CHECK(f.exchange("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc").empty());
    CHECK(f.seen.empty());
}

TEST_CASE("a connection on which nothing is asked is closed") {
    Fixture f({.idle_limit = 100ms});
    CHECK(f.exchange("").empty());
}

TEST_CASE("an answer may come later, be cut off, or never come") {
    Fixture f;
    std::optional<Responder> later;
    f.handle = [&](Responder responder) { later.emplace(std::move(responder)); };
    boost::asio::steady_timer soon(f.io, 10ms);
    soon.async_wait([&](boost::system::error_code) { later->respond({.body = "late"}); });
    CHECK(f.exchange(last).ends_with("late"));
    f.handle = [](Responder responder) { responder.respond({.body = "whole", .cut_after = 2}); };
    const std::string cut = f.exchange(last);
    CHECK(cut.find("Content-Length: 5") != std::string::npos);
    CHECK(cut.ends_with("\r\n\r\nwh"));
    f.handle = [](Responder responder) { responder.cut(); };
    CHECK(f.exchange(last).empty());
    f.handle = [](const Responder&) {};
    CHECK(f.exchange(last).empty());
}

TEST_CASE("an upgrade nobody wants is refused") {
    Fixture f;
    CHECK(status_of(f.exchange(
              "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")) == 404);
}

TEST_CASE("when all places are taken the slowest gives up theirs, and nobody whose answer is awaited") {
    HttpServerOptions options{.max_connections = 2, .shared_addresses = {"127.0.0.1"}};
    Fixture f(options);
    const tcp::endpoint place(boost::asio::ip::address_v4::loopback(), f.server->port());
    std::optional<Responder> later;
    f.handle = [&](Responder responder) { later.emplace(std::move(responder)); };
    tcp::socket asking(f.io), slow(f.io);
    asking.connect(place);
    boost::asio::write(asking, boost::asio::buffer(std::string("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n")));
    run_until(f.io, [&] { return later.has_value(); });
    slow.connect(place);
    boost::asio::write(slow, boost::asio::buffer(std::string("GET /2")));
    f.handle = nullptr;
    CHECK(status_of(f.exchange(last)) == 200);
    bool ended = false;
    std::string nothing;
    boost::asio::async_read(slow, boost::asio::dynamic_buffer(nothing),
                            [&](boost::system::error_code, std::size_t) { ended = true; });
    run_until(f.io, [&] { return ended; });
    CHECK(nothing.empty());

    // Both places are of those who wait for an answer.
    std::optional<Responder> too;
    f.handle = [&](Responder responder) { too.emplace(std::move(responder)); };
    tcp::socket asking_too(f.io);
    asking_too.connect(place);
    boost::asio::write(asking_too, boost::asio::buffer(last));
    run_until(f.io, [&] { return too.has_value(); });
    CHECK(f.exchange(last).empty());
    std::string answer;
    ended = false;
    boost::asio::async_read_until(asking, boost::asio::dynamic_buffer(answer), "one",
                                  [&](boost::system::error_code, std::size_t) { ended = true; });
    later->respond({.body = "one"});
    run_until(f.io, [&] { return ended; });
    CHECK(answer.ends_with("one"));
}

TEST_CASE("who never asked anything gives up their place before who did, however long that one is silent") {
    HttpServerOptions options{.max_connections = 2, .shared_addresses = {"127.0.0.1"}};
    Fixture f(options);
    const tcp::endpoint place(boost::asio::ip::address_v4::loopback(), f.server->port());
    tcp::socket regular(f.io), stranger(f.io);
    regular.connect(place);
    const auto asks = [&] {
        boost::asio::write(regular, boost::asio::buffer(std::string("GET /r HTTP/1.1\r\nHost: x\r\n\r\n")));
        std::string answer;
        bool ended = false;
        boost::asio::async_read_until(regular, boost::asio::dynamic_buffer(answer), "/r",
                                      [&](boost::system::error_code, std::size_t) { ended = true; });
        run_until(f.io, [&] { return ended; });
        return status_of(answer);
    };
    CHECK(asks() == 200);
    stranger.connect(place);
    run_ready(f.io);
    CHECK(status_of(f.exchange(last)) == 200);
    CHECK(asks() == 200);
}

TEST_CASE("when all places are taken nobody gets a second one") {
    Fixture f({.max_connections = 1});
    const tcp::endpoint place(boost::asio::ip::address_v4::loopback(), f.server->port());
    tcp::socket first(f.io);
    first.connect(place);
    run_ready(f.io);
    CHECK(f.exchange(last).empty());
    tcp::socket other(f.io, tcp::endpoint(boost::asio::ip::make_address("127.0.0.2"), 0));
    other.connect(place);
    boost::asio::write(other, boost::asio::buffer(last));
    std::string answer;
    bool ended = false;
    boost::asio::async_read(other, boost::asio::dynamic_buffer(answer),
                            [&](boost::system::error_code, std::size_t) { ended = true; });
    run_until(f.io, [&] { return ended; });
    CHECK(status_of(answer) == 200);
}

TEST_CASE("an address in use and a certificate that is none are errors with a sentence") {
    Fixture f;
    const auto taken = HttpServer::listen(f.io, {.port = f.server->port()}, {});
    REQUIRE_FALSE(taken);
    CHECK(taken.error().kind == ErrorKind::unavailable);
    const auto insecure = HttpServer::listen(f.io, {.tls = TlsFiles{"/nowhere.pem", "/nowhere.key"}}, {});
    REQUIRE_FALSE(insecure);
    CHECK(insecure.error().message.find("/nowhere.pem") != std::string::npos);
}

#include "bot/net/http_server.h"

#include <doctest/doctest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

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
    CHECK(status_of(f.exchange("GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n")) == 431);
    CHECK(status_of(f.exchange("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x'))) ==
          413);
    CHECK(status_of(f.exchange("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" +
                               std::string(128, 'x') + "\r\n0\r\n\r\n")) == 413);
    CHECK(f.seen.empty());
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

TEST_CASE("more connections than allowed are closed at once") {
    Fixture f({.max_connections = 1});
    tcp::socket first(f.io);
    first.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), f.server->port()));
    run_ready(f.io);
    CHECK(f.exchange(last).empty());
    first.close();
    run_until(f.io, [&] { return status_of(f.exchange(last)) == 200; });
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

#include "bot/net/web_socket.h"

#include <doctest/doctest.h>

#include "bot/net/coroutine.h"
#include "bot/net/dial.h"
#include "bot/net/http_server.h"
#include "bot/net/stream.h"
#include "tests/net/network.h"

using namespace tocsin;
using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

constexpr std::uint16_t normal_closure = 1000;
constexpr std::size_t longest_message = 1024;

asio::awaitable<void> connect(asio::io_context& io, Dialer& dialer, std::uint16_t port,
                              std::shared_ptr<WebSocket>& connected) {
    const Url url{false, "127.0.0.1", port, "/"};
    auto stream =
        co_await dialer.dial(url, std::chrono::steady_clock::now() + 5s, [](Stream*) {}, Reach::anywhere);
    REQUIRE(stream);
    auto socket = co_await shake_hands(io, std::move(*stream), url.authority(), url.target, longest_message);
    REQUIRE(socket);
    connected = *socket;
}

}  // namespace

TEST_CASE("a close while a ping is answered ends the connection, and nothing of it goes on") {
    asio::io_context io;
    std::shared_ptr<Socket> other_side;
    auto server = HttpServer::listen(io, {},
                                     {.on_request = [](HttpRequest, Responder) {},
                                      .on_socket =
                                          [&](const HttpRequest&, std::shared_ptr<Socket> socket) {
                                              other_side = std::move(socket);
                                              return SocketEvents{};
                                          }});
    REQUIRE(server);
    Dialer dialer(io);
    std::shared_ptr<WebSocket> socket;
    spawn(io, connect(io, dialer, (*server)->port(), socket));
    test::run_until(io, [&] { return socket && other_side; });

    bool closed = false;
    socket->start({.on_ping = [&](std::string_view) { socket->close(normal_closure, ""); },
                   .on_closed = [&](std::uint16_t, std::string_view) { closed = true; }});
    other_side->ping("now");
    test::run_until(io, [&] { return closed; });
    const std::weak_ptr<WebSocket> gone = socket;
    socket.reset();
    (*server)->stop();
    dialer.stop();
    io.restart();
    io.run_for(5s);
    CHECK(io.stopped());
    CHECK(gone.expired());
}

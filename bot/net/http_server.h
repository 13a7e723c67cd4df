// A small HTTP/1.1 and WebSocket server, with TLS when given a certificate: the bot's doors and the
// sandbox's. Routing, authentication and JSON belong to whoever handles the requests.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "bot/base/error.h"
#include "bot/net/http.h"
#include "bot/net/socket.h"

namespace tocsin::net {

class HttpConnection;

// Answers one request, at once or later, on the I/O thread. Only the first answer counts. Destroyed without
// one, it cuts the connection.
class Responder {
  public:
    explicit Responder(std::shared_ptr<HttpConnection> connection);
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&&) noexcept = default;
    ~Responder();

    void respond(HttpResponse response);
    void cut();  // resets the connection without an answer

  private:
    std::shared_ptr<HttpConnection> connection_;
};

struct HttpHandlers {
    std::function<void(HttpRequest, Responder)> on_request{};
    // Asked before a WebSocket handshake: an answer refuses it. Empty: every upgrade is refused with 404.
    std::function<std::optional<HttpResponse>(const HttpRequest&)> refuse_upgrade{};
    // After the handshake. Whoever wants to send keeps the socket; messages are read once this has returned.
    std::function<SocketEvents(HttpRequest, std::shared_ptr<Socket>)> on_socket{};
};

struct TlsFiles {
    std::string certificate_chain;  // path of a PEM file
    std::string private_key;        // path of a PEM file
};

struct HttpServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    std::optional<TlsFiles> tls{};
    std::size_t max_header_bytes = 16 * 1024;           // 431 beyond
    std::size_t max_body_bytes = 1024 * 1024;           // 413 beyond
    std::size_t max_message_bytes = 4 * 1024 * 1024;    // WebSocket, inbound: close 1009 beyond
    std::size_t max_connections = 1024;                 // then a new address takes the place of the slowest
    std::size_t max_connections_per_address = 1024;     // later ones are closed at once
    std::set<std::string> shared_addresses{};           // of proxies: that limit is not for them
    std::chrono::milliseconds header_deadline{5000};    // from a request's first byte to its header's last
    std::chrono::milliseconds request_deadline{10000};  // from its first byte to its last
    std::chrono::milliseconds idle_limit{75000};        // between two requests
};

class HttpServer {
  public:
    // Error: unavailable when the address cannot be bound, invalid when the certificate cannot be used.
    static Expected<std::unique_ptr<HttpServer>> listen(boost::asio::io_context& io,
                                                        HttpServerOptions options, HttpHandlers handlers);
    ~HttpServer();  // as stop()

    std::uint16_t port() const;
    // Stops listening, ends connections that wait for a request, answers what has begun, then ends the rest:
    // after `limit` at the latest. On the I/O thread.
    void drain(std::chrono::milliseconds limit);
    void stop();  // stops listening and cuts every connection; on the I/O thread or when it does not run

    class Impl;

  private:
    explicit HttpServer(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net

// One accepted connection of our HTTP server: requests in, answers out, until it ends or becomes a WebSocket.
// For the .cpp files of the server only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "bot/net/http_server.h"
#include "bot/net/stream.h"
#include "bot/net/web_socket.h"

namespace tocsin::net {

// What a connection needs of its server.
class ServerSide {
  public:
    virtual asio::io_context& io() = 0;
    virtual const HttpServerOptions& options() const = 0;
    virtual const HttpHandlers& handlers() const = 0;
    virtual asio::ssl::context* tls() = 0;  // null: plain
    virtual bool draining() const = 0;      // no further request is wanted
    virtual void ended(const std::shared_ptr<HttpConnection>& connection) = 0;

  protected:
    ~ServerSide() = default;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(std::shared_ptr<ServerSide> server, std::unique_ptr<Stream> stream, std::string address);

    asio::awaitable<void> run(std::shared_ptr<HttpConnection> self);
    void answer(HttpResponse response);
    void refuse_to_answer();
    void end_if_idle();  // between two requests
    void stop();         // cuts it; no handler is called any more

    // For the rest of a request, or for the first of one. The smaller it is the less is lost with it.
    struct Wait {
        bool has_asked;  // something before
        std::chrono::steady_clock::time_point since;
        auto operator<=>(const Wait&) const = default;
    };
    // nullopt: what it has asked is being answered, or it is a WebSocket.
    const std::optional<Wait>& wait() const { return wait_; }

    const std::string& address() const { return address_; }  // of the other side

  private:
    enum class Next { another_request, upgrade, end };

    asio::awaitable<bool> secure();
    asio::awaitable<Next> serve_one();
    asio::awaitable<int> read_request();  // 0, or the status to refuse it with; -1: the peer has gone
    asio::awaitable<bool> reply(const HttpResponse& response, bool keep);
    asio::awaitable<void> linger();
    asio::awaitable<bool> upgrade();

    std::shared_ptr<ServerSide> server_;
    std::unique_ptr<Stream> stream_;
    const std::string address_;
    std::shared_ptr<WebSocket> socket_;
    asio::steady_timer answered_;
    beast::flat_buffer buffer_;
    HttpRequest request_;
    std::string head_;  // of an upgrade, as it was read
    bool wants_upgrade_ = false;
    bool keep_alive_ = false;
    std::optional<HttpResponse> answer_;
    std::optional<Wait> wait_ = Wait{false, std::chrono::steady_clock::now()};
    bool has_asked_ = false;
    bool idle_ = false;     // nothing of a request has come yet
    bool waiting_ = false;  // for the answer
    bool stopped_ = false;
};

}  // namespace tocsin::net

#include "bot/net/http_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <map>
#include <unordered_set>
#include <vector>

#include "bot/net/coroutine.h"
#include "bot/net/http_connection.h"
#include "bot/net/stream.h"
#include "bot/net/tls.h"

namespace tocsin::net {

class HttpServer::Impl final : public ServerSide, public std::enable_shared_from_this<HttpServer::Impl> {
  public:
    Impl(asio::io_context& io, HttpServerOptions options, HttpHandlers handlers)
        : io_(io),
          options_(std::move(options)),
          handlers_(std::move(handlers)),
          acceptor_(io),
          patience_(io) {}

    Expected<void> open() {
        if (options_.tls) {
            auto context = server_tls(options_.tls->certificate_chain, options_.tls->private_key);
            if (!context) return std::unexpected(context.error());
            tls_.emplace(std::move(*context));
        }
        boost::system::error_code error;
        const auto address = asio::ip::make_address(options_.address, error);
        if (error)
            return fail(ErrorKind::invalid,
                        fmt::format("{} is not an IP address to listen on.", options_.address));
        const tcp::endpoint endpoint(address, options_.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error)
            return fail(ErrorKind::unavailable, fmt::format("Cannot listen on {}:{}: {}.", options_.address,
                                                            options_.port, error.message()));
        port_ = acceptor_.local_endpoint().port();
        spawn(io_, accept(shared_from_this()));
        return {};
    }

    void stop() {
        if (stopped_) return;
        stopped_ = true;
        patience_.cancel();
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (const auto& connection : std::exchange(connections_, {})) connection->stop();
    }

    void drain(std::chrono::milliseconds limit) {
        if (stopped_ || draining_) return;
        draining_ = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (const auto& connection : std::vector(connections_.begin(), connections_.end()))
            connection->end_if_idle();
        if (connections_.empty()) return;
        patience_.expires_after(limit);
        patience_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
            if (!error) self->stop();
        });
    }

    std::uint16_t port() const { return port_; }

    bool draining() const override { return draining_; }
    asio::io_context& io() override { return io_; }
    const HttpServerOptions& options() const override { return options_; }
    const HttpHandlers& handlers() const override { return handlers_; }
    asio::ssl::context* tls() override { return tls_ ? &*tls_ : nullptr; }
    void ended(const std::shared_ptr<HttpConnection>& connection) override {
        if (connections_.erase(connection) == 0) return;
        if (const auto found = by_address_.find(connection->address()); found != by_address_.end()) {
            if (--found->second == 0) by_address_.erase(found);
        }
        if (draining_ && connections_.empty()) patience_.cancel();
    }

  private:
    asio::awaitable<void> accept(std::shared_ptr<Impl> self) {
        asio::steady_timer pause(io_);
        while (!stopped_ && !draining_) {
            auto [error, socket] = co_await acceptor_.async_accept(awaiting);
            if (stopped_ || draining_) co_return;
            if (error) {  // out of file descriptors: those who are served go on
                pause.expires_after(std::chrono::milliseconds(100));
                co_await pause.async_wait(awaiting);
                continue;
            }
            boost::system::error_code ignored;
            auto address = socket.remote_endpoint(ignored).address().to_string();
            if (!may_come(address) || !has_room(address)) continue;
            socket.set_option(tcp::no_delay(true), ignored);
            ++by_address_[address];
            auto connection = std::make_shared<HttpConnection>(
                self, std::make_unique<Stream>(std::move(socket)), std::move(address));
            connections_.insert(connection);
            spawn(io_, connection->run(connection));
        }
    }

    // When all places are taken, whoever has none gets that of the one who has waited longest with a request
    // that does not come, of those first who never asked anything. Who has one gets no other: a few addresses
    // drive nobody away.
    bool has_room(const std::string& address) {
        if (connections_.size() < options_.max_connections) return true;
        if (by_address_.contains(address) && !options_.shared_addresses.contains(address)) return false;
        std::shared_ptr<HttpConnection> slowest;
        for (const auto& each : connections_) {
            if (each->wait() && (!slowest || each->wait() < slowest->wait())) slowest = each;
        }
        if (!slowest) return false;
        slowest->stop();
        ended(slowest);
        return true;
    }

    bool may_come(const std::string& address) const {
        const auto found = by_address_.find(address);
        return found == by_address_.end() || found->second < options_.max_connections_per_address ||
               options_.shared_addresses.contains(address);
    }

    asio::io_context& io_;
    const HttpServerOptions options_;
    const HttpHandlers handlers_;
    std::optional<asio::ssl::context> tls_;
    tcp::acceptor acceptor_;
    std::uint16_t port_ = 0;
    asio::steady_timer patience_;  // of drain()
    std::unordered_set<std::shared_ptr<HttpConnection>> connections_;
    std::map<std::string, std::size_t> by_address_;  // how many of them
    bool draining_ = false;
    bool stopped_ = false;
};

Expected<std::unique_ptr<HttpServer>> HttpServer::listen(asio::io_context& io, HttpServerOptions options,
                                                         HttpHandlers handlers) {
    auto impl = std::make_shared<Impl>(io, std::move(options), std::move(handlers));
    if (auto opened = impl->open(); !opened) return std::unexpected(opened.error());
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() {
    impl_->stop();
}
std::uint16_t HttpServer::port() const {
    return impl_->port();
}
void HttpServer::drain(std::chrono::milliseconds limit) {
    impl_->drain(limit);
}
void HttpServer::stop() {
    impl_->stop();
}

Responder::Responder(std::shared_ptr<HttpConnection> connection) : connection_(std::move(connection)) {}
Responder::~Responder() {
    if (connection_) cut();
}
void Responder::respond(HttpResponse response) {
    if (const auto connection = std::exchange(connection_, nullptr)) connection->answer(std::move(response));
}
void Responder::cut() {
    if (const auto connection = std::exchange(connection_, nullptr)) connection->refuse_to_answer();
}

}  // namespace tocsin::net

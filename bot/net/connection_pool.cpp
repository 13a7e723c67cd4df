#include "bot/net/connection_pool.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tocsin::net {

namespace {

constexpr std::size_t kept_buffer_bytes = 64 * 1024;

std::string origin_of(const Url& url, Reach reach) {
    return (url.tls ? "https " : "http ") + url.host + " " + std::to_string(url.port) +
           (reach == Reach::outside ? " outside" : "");
}

// Something to read on a connection that waits for nothing: the other side has closed it, or is about to.
bool still_quiet(Stream& stream) {
    char byte = 0;
    const auto seen = ::recv(stream.next_layer().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

ConnectionPool::ConnectionPool(asio::io_context& io, const HttpClientOptions& options)
    : io_(io), options_(options), dialer_(io, options.look_up, options.is_public), sweep_timer_(io) {}

asio::awaitable<std::expected<std::unique_ptr<PooledConnection>, std::string>> ConnectionPool::take(
    Url url, Reach reach, Instant deadline) {
    Origin& origin = origins_[origin_of(url, reach)];
    while (origin.taken >= options_.connections_per_origin && !stopped_) {
        if (std::chrono::steady_clock::now() >= deadline)
            co_return std::unexpected(url.host + ": every connection is busy");
        const auto place = origin.line.emplace(origin.line.end(), io_, deadline);
        co_await place->async_wait(awaiting);
        origin.line.erase(place);
    }
    if (stopped_) co_return std::unexpected("the client has been stopped");
    ++origin.taken;
    wake_next(origin);
    if (auto idle = take_idle(origin)) {
        watched_.insert(idle->stream.get());
        co_return idle;
    }
    Stream* dialing = nullptr;
    const auto watch = [&](Stream* stream) {
        watched_.erase(std::exchange(dialing, stream));
        if (stream) watched_.insert(stream);
    };
    auto stream = co_await dialer_.dial(
        url, std::min(deadline, std::chrono::steady_clock::now() + options_.connect), watch, reach);
    auto connection = std::make_unique<PooledConnection>();
    if (stream && !stopped_) {
        connection->stream = std::move(*stream);
        watched_.insert(connection->stream.get());
        co_return connection;
    }
    give_back(url, reach, nullptr, false);
    co_return std::unexpected(stream ? std::string("the client has been stopped") : stream.error());
}

void ConnectionPool::give_back(const Url& url, Reach reach, std::unique_ptr<PooledConnection> connection,
                               bool keep) {
    Origin& origin = origins_[origin_of(url, reach)];
    --origin.taken;
    if (connection) {
        watched_.erase(connection->stream.get());
        if (keep && !stopped_) {
            if (connection->input.capacity() > kept_buffer_bytes) connection->input.shrink_to_fit();
            if (connection->output.capacity() > kept_buffer_bytes) connection->output = {};
            connection->stream->next_layer().expires_never();
            connection->unused_since = std::chrono::steady_clock::now();
            origin.idle.push_back(std::move(connection));
            arm_sweep();
        }
    }
    wake_next(origin);
}

void ConnectionPool::wake_next(Origin& origin) {
    if (origin.taken < options_.connections_per_origin && !origin.line.empty()) origin.line.front().cancel();
}

void ConnectionPool::stop() {
    stopped_ = true;
    dialer_.stop();
    sweep_timer_.cancel();
    for (auto& [name, origin] : origins_) {
        origin.idle.clear();
        for (asio::steady_timer& place : origin.line) place.cancel();
    }
    for (Stream* stream : std::exchange(watched_, {})) stream->cut(false);
}

std::unique_ptr<PooledConnection> ConnectionPool::take_idle(Origin& origin) {
    while (!origin.idle.empty()) {
        auto connection = std::move(origin.idle.back());
        origin.idle.pop_back();
        if (still_quiet(*connection->stream)) return connection;
    }
    return nullptr;
}

void ConnectionPool::arm_sweep() {
    if (std::exchange(sweeping_, true)) return;
    sweep_timer_.expires_after(options_.keep);
    sweep_timer_.async_wait([this, alive = std::weak_ptr(lifeline_)](boost::system::error_code error) {
        if (!error && !alive.expired()) sweep();
    });
}

void ConnectionPool::sweep() {
    sweeping_ = false;
    bool any = false;
    const auto oldest = std::chrono::steady_clock::now() - options_.keep;
    for (auto& [name, origin] : origins_) {
        std::erase_if(origin.idle,
                      [&](const auto& connection) { return connection->unused_since <= oldest; });
        any = any || !origin.idle.empty();
    }
    if (any) arm_sweep();
}

}  // namespace tocsin::net

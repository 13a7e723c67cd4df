// Open connections of the HTTP client by origin: kept ones are used again, their number is bounded, who finds
// none free waits in line. What is sent on them is http_client.cpp's business. For the .cpp files of this
// folder.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <expected>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "bot/net/dial.h"
#include "bot/net/http_client.h"
#include "bot/net/stream.h"

namespace tocsin::net {

struct PooledConnection {
    std::unique_ptr<Stream> stream;
    beast::flat_buffer input;
    std::string output;
    std::chrono::steady_clock::time_point unused_since;
};

class ConnectionPool {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    ConnectionPool(asio::io_context& io, const HttpClientOptions& options);

    // A connection to the origin of `url`, watched until it is given back, and never used for a request of
    // another reach. Error: a few words, nothing was sent.
    asio::awaitable<std::expected<std::unique_ptr<PooledConnection>, std::string>> take(Url url, Reach reach,
                                                                                        Instant deadline);
    void give_back(const Url& url, Reach reach, std::unique_ptr<PooledConnection> connection, bool keep);
    void stop();
    bool stopped() const { return stopped_; }

  private:
    struct Origin {
        std::vector<std::unique_ptr<PooledConnection>> idle;  // the longest unused first
        std::size_t taken = 0;
        std::list<asio::steady_timer> line;
    };

    std::unique_ptr<PooledConnection> take_idle(Origin& origin);
    void wake_next(Origin& origin);
    void arm_sweep();
    void sweep();

    asio::io_context& io_;
    const HttpClientOptions options_;
    Dialer dialer_;
    std::map<std::string, Origin> origins_;  // never erased from: origins are referred to across waits
    std::unordered_set<Stream*> watched_;    // in use or being connected
    asio::steady_timer sweep_timer_;
    std::shared_ptr<char> lifeline_ = std::make_shared<char>();
    bool sweeping_ = false;
    bool stopped_ = false;
};

}  // namespace tocsin::net

// Looks at the addresses that are watched, each time over a connection of its own, and hands back what it
// saw. When, and what it means, is the engine's business.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bot/engine/messages.h"
#include "bot/net/http_client.h"

namespace tocsin::app {

// On the I/O thread only.
class Looker {
  public:
    using OnLooked = std::function<void(engine::LookedAt)>;

    explicit Looker(boost::asio::io_context& io) : io_(io) {}

    // `on_looked` is called once, later.
    void look(engine::LookAt at, OnLooked on_looked);
    void stop();  // what is under way fails

  private:
    struct Eye {  // of one monitor
        Duration timeout{};
        std::unique_ptr<net::HttpClient> client;
    };

    static constexpr std::size_t longest_body = 1024 * 1024;

    boost::asio::io_context& io_;
    std::map<std::string, Eye> eyes_;
};

}  // namespace tocsin::app

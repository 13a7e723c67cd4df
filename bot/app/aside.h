// A replica that cannot reach its database leaves Slack to the others: what Slack gave it would not be
// answered. It comes back with its database.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>

#include "bot/net/slack_gateway.h"

namespace tocsin::app {

class Aside {
  public:
    // Both must outlive it.
    Aside(boost::asio::io_context& io, net::SlackGateway& gateway) : io_(io), gateway_(gateway) {}

    // On the engine's thread, after each step: whether the store took it, and whether there are replicas that
    // Slack can be left to.
    void tried(bool taken, bool has_others);

  private:
    boost::asio::io_context& io_;
    net::SlackGateway& gateway_;
    // Of the engine's thread.
    std::optional<std::chrono::steady_clock::time_point> failing_since_;
    bool has_others_ = false;  // when the store was last there
    bool stands_aside_ = false;
};

}  // namespace tocsin::app

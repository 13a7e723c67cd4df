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
    // Both must outlive it. `has_others`: the store is one that replicas can share.
    Aside(boost::asio::io_context& io, net::SlackGateway& gateway, bool has_others)
        : io_(io), gateway_(gateway), has_others_(has_others) {}

    // On the engine's thread, after each step: whether the store took it.
    void tried(bool taken);

  private:
    boost::asio::io_context& io_;
    net::SlackGateway& gateway_;
    const bool has_others_;
    std::optional<std::chrono::steady_clock::time_point> failing_since_;  // of the engine's thread
    bool stands_aside_ = false;                                           // likewise
};

}  // namespace tocsin::app

// Whether this process keeps its connections to Slack. One of several that cannot reach its database leaves
// Slack to the others: what Slack gave it would not be answered. It comes back with its database.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>

#include "bot/net/slack_gateway.h"

namespace tocsin::app {

class SlackPresence {
  public:
    // Both must outlive it.
    SlackPresence(boost::asio::io_context& io, net::SlackGateway& gateway) : io_(io), gateway_(gateway) {}

    // On the engine's thread, after each step: whether the store took it, and whether there were other
    // processes on it when it last did.
    void stepped(bool taken, bool has_company);

  private:
    boost::asio::io_context& io_;
    net::SlackGateway& gateway_;
    // Of the engine's thread.
    std::optional<std::chrono::steady_clock::time_point> failing_since_;
    bool is_away_ = false;
};

}  // namespace tocsin::app

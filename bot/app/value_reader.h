// Asks Prometheus for the values of the rules, all at once, and hands back what it said. Which values, when
// and what follows is the engine's business.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "bot/engine/messages.h"
#include "bot/net/http_client.h"

namespace tocsin::app {

// On the I/O thread only.
class ValueReader {
  public:
    using OnRead = std::function<void(engine::ValuesRead)>;

    explicit ValueReader(net::HttpClient& client) : client_(client) {}

    // `on_read` is called once, later. While an earlier reading is under way nothing is asked, and it is not
    // called.
    void read(engine::ReadValues wanted, OnRead on_read);

    static constexpr std::size_t most_values = 100;  // of one reading

  private:
    struct Reading;

    net::HttpClient& client_;
    std::weak_ptr<Reading> under_way_;
};

}  // namespace tocsin::app

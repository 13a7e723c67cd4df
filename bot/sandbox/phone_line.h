// Carries what the phone company asks of the bot over the network, one request after the other as they arose,
// and keeps the phones' times. What is asked is phones.h's business.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "bot/net/http_client.h"
#include "bot/sandbox/phones.h"

namespace tocsin::sandbox {

// Use on the I/O thread only.
class PhoneLine : public std::enable_shared_from_this<PhoneLine> {
  public:
    // `changed` is called after every answer and whenever something was due. All must outlive stop().
    PhoneLine(boost::asio::io_context& io, const Clock& clock, Phones& phones, std::function<void()> changed);

    void look();  // something happened, or the clock was moved
    void stop();

  private:
    void carry();
    void arm();

    const Clock& clock_;
    Phones& phones_;
    std::function<void()> changed_;
    net::HttpClient client_;
    boost::asio::steady_timer timer_;
    bool stopped_ = false;
};

}  // namespace tocsin::sandbox

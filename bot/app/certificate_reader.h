// Fetches the certificates that alerts are signed with. Which address may be asked is for whoever asks; that
// the answer is its host's is what TLS is for.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>

#include "bot/base/error.h"
#include "bot/base/reach.h"
#include "bot/net/http_client.h"

namespace tocsin::app {

// On the I/O thread only.
class CertificateReader {
  public:
    using OnRead = std::function<void(Expected<std::string>)>;  // PEM

    explicit CertificateReader(boost::asio::io_context& io, Reach reach = Reach::outside);

    // `on_read` is called once, later, after five seconds at most. Error: unavailable, in a few words.
    void read(std::string url, OnRead on_read);
    void stop();  // what is under way fails

  private:
    const Reach reach_;
    net::HttpClient client_;
};

}  // namespace tocsin::app

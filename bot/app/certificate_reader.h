// Fetches the certificates that alerts are signed with. Which address may be asked is for whoever asks; that
// the answer is its host's is what TLS is for. A host of Amazon SNS may lie anywhere, in a private network
// too: its name is Amazon's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>

#include "bot/base/error.h"
#include "bot/net/http_client.h"

namespace tocsin::app {

// On the I/O thread only.
class CertificateReader {
  public:
    using OnRead = std::function<void(Expected<std::string>)>;  // PEM

    explicit CertificateReader(boost::asio::io_context& io, net::HttpClientOptions options = {});

    // `on_read` is called once, later, after five seconds at most. Error: unavailable, in a few words.
    void read(std::string url, OnRead on_read);
    void stop();  // what is under way fails

  private:
    net::HttpClient client_;
};

}  // namespace tocsin::app

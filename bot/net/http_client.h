// An HTTP/1.1 client with a pool of kept connections for each origin, TLS that always verifies, and one time
// budget for a whole attempt. It never tries twice and never follows redirects: that is for its caller to
// decide.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/reach.h"
#include "bot/net/http.h"
#include "bot/net/public_address.h"
#include "bot/net/resolver.h"

namespace tocsin::net {

struct OutgoingRequest {
    std::string method = "POST";
    std::string url{};  // https://…, or http://… to a loopback host (see plain_anywhere)
    std::vector<Header> headers{};
    std::string body{};
};

struct HttpFailure {
    bool maybe_sent = false;  // some of the request may have reached the other side
    std::string reason;       // a few words without secrets: "api.example.com: connection refused"
    bool operator==(const HttpFailure&) const = default;
};

using HttpResult = std::expected<HttpResponse, HttpFailure>;

struct HttpClientOptions {
    std::chrono::milliseconds attempt{5000};  // name lookup to last byte of the answer, waiting included
    std::chrono::milliseconds connect{2000};  // lookup, TCP and TLS together
    std::chrono::milliseconds keep{15000};    // how long an unused connection is kept
    std::size_t max_body_bytes = 4 * 1024 * 1024;
    std::size_t connections_per_origin = 32;
    bool tells_certificate = false;  // HttpResponse::certificate_until
    bool plain_anywhere = false;     // http to any host: where what is asked and answered is no secret
    Resolver::LookUp look_up{};      // in place of the system's
    IsPublic is_public{};            // in place of what public_address.h says; for tests
};

class HttpClient {
  public:
    using OnResult = std::function<void(HttpResult)>;

    explicit HttpClient(boost::asio::io_context& io, HttpClientOptions options = {});
    ~HttpClient();  // as stop()

    // On the I/O thread. `on_result` is called exactly once, later, on the I/O thread. Outside: a host whose
    // addresses are not all public ones is refused, by name or not, and of the answer's body 64 KiB are read
    // at most.
    void send(OutgoingRequest request, Reach reach, OnResult on_result);
    // Cuts every connection: what is under way fails, what comes later fails at once.
    void stop();

    class Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace tocsin::net

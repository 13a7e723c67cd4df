// Makes a connected stream to a URL's host: addresses in turn, TCP, then TLS with the host's name checked.
// What is spoken on it is not known here. For the .cpp files of this folder.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/reach.h"
#include "bot/net/public_address.h"
#include "bot/net/resolver.h"
#include "bot/net/url.h"

namespace tocsin::net {

class Stream;

class Dialer {
  public:
    explicit Dialer(boost::asio::io_context& io, Resolver::LookUp look_up = {}, IsPublic is_public = {})
        : io_(io),
          resolver_(io, std::move(look_up)),
          is_public_(is_public ? std::move(is_public) : net::is_public) {}

    // `on_stream` is told of every stream before it is used, so that its owner can cut it. The host is
    // resolved once, and what is connected to is what was looked at. Error: a few words.
    boost::asio::awaitable<std::expected<std::unique_ptr<Stream>, std::string>> dial(
        Url url, std::chrono::steady_clock::time_point deadline, std::function<void(Stream*)> on_stream,
        Reach reach);

    // TLS on a stream that is connected, now or in the middle of a protocol. Error: a few words.
    boost::asio::awaitable<std::expected<void, std::string>> secure(
        Stream& stream, std::string host, std::chrono::steady_clock::time_point deadline);

    void stop() { resolver_.stop(); }

  private:
    boost::asio::io_context& io_;
    Resolver resolver_;
    const IsPublic is_public_;
    std::optional<boost::asio::ssl::context>
        tls_;  // made when first needed: it reads the system's authorities
};

}  // namespace tocsin::net

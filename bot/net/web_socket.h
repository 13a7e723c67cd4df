// WebSocket over our stream, for both sides: handshakes that end in an open Socket. No compression, text
// only. For the .cpp files of this folder: everybody else sees socket.h.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>

#include "bot/net/socket.h"

namespace tocsin::net {

class Stream;

// A socket that is open but does not read yet.
class WebSocket : public Socket {
  public:
    virtual void start(SocketEvents events) = 0;
    virtual void forget_events() = 0;  // none is called any more, not even on_closed
};

// Client side, over a connected stream. Error: a few words.
boost::asio::awaitable<std::expected<std::shared_ptr<WebSocket>, std::string>> shake_hands(
    boost::asio::io_context& io, std::unique_ptr<Stream> stream, std::string host, std::string target,
    std::size_t max_message_bytes);

// Server side; `request` is the head of the upgrade request as it was read.
boost::asio::awaitable<std::expected<std::shared_ptr<WebSocket>, std::string>> accept_handshake(
    boost::asio::io_context& io, std::unique_ptr<Stream> stream, std::string request,
    std::size_t max_message_bytes);

}  // namespace tocsin::net

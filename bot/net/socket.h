// One open WebSocket connection, the same on both sides: whole text messages in and out. Handshakes are in
// web_socket.h and http_server.h; what messages mean is the owner's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tocsin::net {

// All are called on the I/O thread and may be empty. After on_closed nothing else comes; it comes exactly
// once, also after close() and abort() of our own.
struct SocketEvents {
    std::function<void(std::string_view text)> on_text{};     // one whole message; binary ones are dropped
    std::function<void(std::string_view payload)> on_ping{};  // the answer is sent without us
    std::function<void(std::string_view payload)> on_pong{};
    std::function<void(std::uint16_t code, std::string_view reason)> on_closed{};  // 1006: without a word
};

// Call on the I/O thread only. Calls after the end do nothing.
class Socket {
  public:
    virtual ~Socket() = default;

    virtual void send(std::string text) = 0;  // one unfragmented frame; queued behind earlier ones
    // The same message as continuation frames of at most `fragment_bytes` each.
    virtual void send_fragmented(std::string text, std::size_t fragment_bytes) = 0;
    virtual void ping(std::string_view payload) = 0;  // at most 125 bytes; skipped while one is being written
    // Sends what is queued, says goodbye and waits at most a second for the answer.
    virtual void close(std::uint16_t code, std::string_view reason) = 0;
    virtual void abort() = 0;  // cuts the connection (TCP reset), loses what is queued
    // Plays a half-open peer: nothing is read, answered or sent any more, and it ends only by abort().
    virtual void fall_silent() = 0;

    virtual bool open() const = 0;
    virtual std::size_t queued_bytes() const = 0;
};

}  // namespace tocsin::net

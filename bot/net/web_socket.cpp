#include "bot/net/web_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <deque>
#include <optional>

#include "bot/net/coroutine.h"
#include "bot/net/stream.h"

namespace tocsin::net {

namespace websocket = beast::websocket;
using namespace std::chrono_literals;

namespace {

constexpr auto handshake_limit = 5s;
constexpr auto farewell_limit = 1s;
constexpr std::size_t max_queued_bytes = 64 * 1024 * 1024;  // a peer that does not read is cut off
constexpr std::size_t kept_buffer_bytes = 64 * 1024;
constexpr std::size_t write_buffer_bytes = 20 * 1024;  // a masked acknowledgment leaves in one write

using Transferred = void(boost::system::error_code, std::size_t);

// Waits for what `start` begins. A coroutine that awaits an operation of Beast's by itself keeps a share in
// the stream meanwhile, and an operation that the stream has put aside would keep both alive for ever.
template <class Signature, class Start>
auto alone(Start start) {
    return asio::async_initiate<decltype(awaiting) const, Signature>(
        [start = std::move(start)](auto handler) { start(std::move(handler)); }, awaiting);
}

class OpenWebSocket final : public WebSocket, public std::enable_shared_from_this<OpenWebSocket> {
  public:
    OpenWebSocket(asio::io_context& io, std::unique_ptr<Stream> stream, std::size_t max_message_bytes)
        : io_(io), stream_(std::move(stream)), ws_(std::in_place, *stream_), farewell_(io) {
        stream_->next_layer().expires_never();
        ws_->set_option(
            websocket::stream_base::timeout{handshake_limit, websocket::stream_base::none(), false});
        ws_->read_message_max(max_message_bytes);
        ws_->auto_fragment(false);
        ws_->write_buffer_bytes(write_buffer_bytes);
        ws_->text(true);
    }

    ~OpenWebSocket() override {
        if (held_ >= 0) ::close(held_);
    }

    websocket::stream<Stream&, false>& ws() { return *ws_; }

    void start(SocketEvents events) override {
        events_ = std::move(events);
        ws_->control_callback([this](websocket::frame_type kind, beast::string_view payload) {
            const std::string_view bytes(payload.data(), payload.size());
            if (kind == websocket::frame_type::ping && events_.on_ping) events_.on_ping(bytes);
            if (kind == websocket::frame_type::pong && events_.on_pong) events_.on_pong(bytes);
        });
        spawn(io_, read(shared_from_this()));
    }

    void forget_events() override {
        // One of them may be running.
        asio::post(io_, [forgotten = std::move(events_)] {});
        events_ = {};
    }

    void send(std::string text) override { enqueue({std::move(text), 0}); }
    void send_fragmented(std::string text, std::size_t fragment_bytes) override {
        enqueue({std::move(text), std::max<std::size_t>(fragment_bytes, 1)});
    }

    void ping(std::string_view payload) override {
        if (!open_ || silent_ || pinging_) return;
        pinging_ = true;
        websocket::ping_data data;
        data.assign(payload.data(), std::min(payload.size(), data.max_size()));
        ws_->async_ping(data,
                        [self = shared_from_this()](boost::system::error_code) { self->pinging_ = false; });
    }

    void close(std::uint16_t code, std::string_view reason) override {
        if (!open_ || goodbye_) return;
        goodbye_.emplace(static_cast<websocket::close_code>(code),
                         beast::string_view(reason.data(), std::min<std::size_t>(reason.size(), 120)));
        farewell_.expires_after(farewell_limit);
        farewell_.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (!error) self->abort();
        });
        wake_writer();
    }

    void abort() override {
        if (!open_) return;
        open_ = false;
        farewell_.cancel();
        if (silent_) return end_silence();
        stream_->cut(true);
        // A close and a read of Beast's have been seen to wait for each other for ever on a connection that
        // was cut. Only the end of their stream is sure to end them.
        asio::post(io_, [self = shared_from_this()] {
            self->ws_.reset();
            self->finish();
        });
    }

    void fall_silent() override {
        if (!open_ || silent_) return;
        silent_ = true;
        boost::system::error_code ignored;
        held_ = stream_->next_layer().socket().release(ignored);
    }

    bool open() const override { return open_; }
    std::size_t queued_bytes() const override { return queued_bytes_; }

  private:
    struct Outgoing {
        std::string text;
        std::size_t fragment_bytes;  // 0: one frame
    };

    void enqueue(Outgoing message) {
        if (!open_ || silent_ || goodbye_) return;
        queued_bytes_ += message.text.size();
        if (queued_bytes_ > max_queued_bytes) return abort();
        queue_.push_back(std::move(message));
        wake_writer();
    }

    void wake_writer() {
        if (writing_) return;
        writing_ = true;
        spawn(io_, write(shared_from_this()));
    }

    // A failed write is not reported here: the read that is always pending fails too.
    asio::awaitable<void> write(std::shared_ptr<OpenWebSocket> self) {
        while (open_ && !silent_ && !queue_.empty()) {
            const Outgoing message = std::move(queue_.front());
            queue_.pop_front();
            queued_bytes_ -= message.text.size();
            if (!co_await write_one(message)) break;
        }
        // The farewell runs on until the read has ended too: Beast's has been seen to wait for ever behind a
        // close.
        if (open_ && !silent_ && goodbye_ && queue_.empty()) {
            co_await alone<void(boost::system::error_code)>(
                [this](auto handler) { ws_->async_close(*goodbye_, std::move(handler)); });
        }
        writing_ = false;
    }

    asio::awaitable<bool> write_one(const Outgoing& message) {
        if (message.fragment_bytes == 0) {
            const auto [error, written] = co_await alone<Transferred>(
                [&](auto handler) { ws_->async_write(asio::buffer(message.text), std::move(handler)); });
            co_return !error;
        }
        std::size_t from = 0;
        do {
            const std::size_t size = std::min(message.fragment_bytes, message.text.size() - from);
            const bool last = from + size == message.text.size();
            const auto [error, written] = co_await alone<Transferred>([&](auto handler) {
                ws_->async_write_some(last, asio::buffer(message.text.data() + from, size),
                                      std::move(handler));
            });
            if (error || !open_) co_return false;
            from += size;
        } while (from < message.text.size());
        co_return true;
    }

    asio::awaitable<void> read(std::shared_ptr<OpenWebSocket> self) {
        beast::flat_buffer buffer;
        while (ws_) {
            const auto [error, size] = co_await alone<Transferred>(
                [&](auto handler) { ws_->async_read(buffer, std::move(handler)); });
            if (error) break;
            const auto bytes = buffer.cdata();
            if (open_ && !silent_ && ws_->got_text() && events_.on_text)
                events_.on_text({static_cast<const char*>(bytes.data()), bytes.size()});
            buffer.clear();
            if (buffer.capacity() > kept_buffer_bytes) buffer.shrink_to_fit();
        }
        if (!silent_) finish();
    }

    void end_silence() {
        const linger reset{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(held_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        ::close(std::exchange(held_, -1));
        asio::post(io_, [self = shared_from_this()] { self->finish(); });
    }

    void finish() {
        open_ = false;
        farewell_.cancel();
        stream_->cut(false);
        queue_.clear();
        queued_bytes_ = 0;
        const SocketEvents events = std::exchange(events_, {});
        const auto reason = ws_ ? ws_->reason() : websocket::close_reason{};
        if (events.on_closed)
            events.on_closed(reason.code == websocket::close_code::none ? std::uint16_t{1006} : reason.code,
                             {reason.reason.data(), reason.reason.size()});
    }

    asio::io_context& io_;
    std::unique_ptr<Stream> stream_;
    std::optional<websocket::stream<Stream&, false>> ws_;  // none: aborted
    asio::steady_timer farewell_;
    SocketEvents events_;
    std::deque<Outgoing> queue_;
    std::size_t queued_bytes_ = 0;
    std::optional<websocket::close_reason> goodbye_;
    bool open_ = true;
    bool silent_ = false;
    int held_ = -1;  // the connection of a silent socket, which nothing reads any more
    bool writing_ = false;
    bool pinging_ = false;
};

}  // namespace

asio::awaitable<std::expected<std::shared_ptr<WebSocket>, std::string>> shake_hands(
    asio::io_context& io, std::unique_ptr<Stream> stream, std::string host, std::string target,
    std::size_t max_message_bytes) {
    auto socket = std::make_shared<OpenWebSocket>(io, std::move(stream), max_message_bytes);
    websocket::response_type response;
    const auto [error] = co_await socket->ws().async_handshake(response, host, target, awaiting);
    if (error == websocket::error::upgrade_declined)
        co_return std::unexpected(
            fmt::format("the server answered the handshake with {}", response.result_int()));
    if (error) co_return std::unexpected(error.message());
    co_return socket;
}

asio::awaitable<std::expected<std::shared_ptr<WebSocket>, std::string>> accept_handshake(
    asio::io_context& io, std::unique_ptr<Stream> stream, std::string request,
    std::size_t max_message_bytes) {
    auto socket = std::make_shared<OpenWebSocket>(io, std::move(stream), max_message_bytes);
    const auto [error] = co_await socket->ws().async_accept(asio::buffer(request), awaiting);
    if (error) co_return std::unexpected(error.message());
    co_return socket;
}

}  // namespace tocsin::net

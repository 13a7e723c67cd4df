// The one stream type under HTTP and WebSocket: TCP with an optional TLS layer, chosen when the connection is
// made, so that every protocol is compiled once. For the .cpp files of this folder only: it brings Beast.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <boost/container/static_vector.hpp>
#include <cstddef>
#include <optional>
#include <utility>

namespace tocsin::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

inline constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

class Stream {
  public:
    using executor_type = beast::tcp_stream::executor_type;
    using next_layer_type = beast::tcp_stream;

    explicit Stream(asio::io_context& io) : tcp_(io) {}
    explicit Stream(tcp::socket socket) : tcp_(std::move(socket)) {}
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void use_tls(asio::ssl::context& context) { tls_.emplace(tcp_, context); }
    asio::ssl::stream<beast::tcp_stream&>* tls() { return tls_ ? &*tls_ : nullptr; }

    executor_type get_executor() noexcept { return tcp_.get_executor(); }
    next_layer_type& next_layer() { return tcp_; }
    const next_layer_type& next_layer() const { return tcp_; }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, Transferred>(
            [this, room = first_of(buffers)](auto handler) { start_read(room, std::move(handler)); }, token);
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, Transferred>(
            [this, bytes = first_few_of(buffers)](auto handler) { start_write(bytes, std::move(handler)); },
            token);
    }

    // Closes without waiting for the peer; `reset` makes the peer see a cut instead of an end.
    void cut(bool reset) {
        boost::system::error_code ignored;
        if (reset) tcp_.socket().set_option(asio::socket_base::linger(true, 0), ignored);
        tcp_.cancel();
        tcp_.socket().close(ignored);
    }

  private:
    // What everybody waits with is erased here: TLS and timeouts are compiled once, in stream.cpp, instead of
    // for each operation above them.
    using Transferred = void(boost::system::error_code, std::size_t);
    using Handler = asio::any_completion_handler<Transferred>;
    // As many pieces as a frame or a response has; whatever lies beyond them is for the next write.
    using Pieces = boost::container::static_vector<asio::const_buffer, 8>;

    template <class Buffers>
    static asio::mutable_buffer first_of(const Buffers& buffers) {
        for (auto piece = asio::buffer_sequence_begin(buffers); piece != asio::buffer_sequence_end(buffers);
             ++piece) {
            if (const asio::mutable_buffer room = *piece; room.size() > 0) return room;
        }
        return {};
    }
    template <class Buffers>
    static Pieces first_few_of(const Buffers& buffers) {
        Pieces pieces;
        for (auto piece = asio::buffer_sequence_begin(buffers);
             piece != asio::buffer_sequence_end(buffers) && pieces.size() < pieces.capacity(); ++piece) {
            if (const asio::const_buffer bytes = *piece; bytes.size() > 0) pieces.push_back(bytes);
        }
        return pieces;
    }
    void start_read(asio::mutable_buffer room, Handler handler);
    void start_write(const Pieces& bytes, Handler handler);

    beast::tcp_stream tcp_;
    std::optional<asio::ssl::stream<beast::tcp_stream&>> tls_;
};

// WebSocket's last step. TLS's own farewell is left out: the close frames have been exchanged by then.
template <class Handler>
void async_teardown(beast::role_type role, Stream& stream, Handler&& handler) {
    beast::websocket::async_teardown(role, stream.next_layer().socket(), std::forward<Handler>(handler));
}
inline void teardown(beast::role_type role, Stream& stream, boost::system::error_code& error) {
    beast::websocket::teardown(role, stream.next_layer().socket(), error);
}

}  // namespace tocsin::net

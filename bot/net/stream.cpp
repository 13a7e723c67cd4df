#include "bot/net/stream.h"

#include <boost/asio/bind_executor.hpp>

namespace tocsin::net {

// Everything runs on the stream's own thread, so that its executor takes the place of the erased handler's,
// which Asio's TLS does not take.
void Stream::start_read(asio::mutable_buffer room, Handler handler) {
    auto waiting = asio::bind_executor(get_executor(), std::move(handler));
    if (tls_) return tls_->async_read_some(room, std::move(waiting));
    tcp_.async_read_some(room, std::move(waiting));
}

void Stream::start_write(const Pieces& bytes, Handler handler) {
    auto waiting = asio::bind_executor(get_executor(), std::move(handler));
    if (tls_) return tls_->async_write_some(bytes, std::move(waiting));
    tcp_.async_write_some(bytes, std::move(waiting));
}

}  // namespace tocsin::net

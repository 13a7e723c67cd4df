#include "bot/net/http_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>

#include "bot/net/request_reader.h"

namespace tocsin::net {

namespace http = beast::http;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t read_bytes = 16 * 1024;
constexpr std::size_t kept_buffer_bytes = 64 * 1024;
constexpr auto write_limit = 10s;
constexpr auto linger_limit = 1s;
constexpr std::size_t linger_bytes = 8 * 1024 * 1024;

// Of what reaches no handler.
HttpResponse refusal(int status, const HttpServerOptions& options) {
    const auto why = status == 413 ? fmt::format("The body has more than {} bytes.", options.max_body_bytes)
                     : status == 431
                         ? fmt::format("The header has more than {} bytes.", options.max_header_bytes)
                         : std::string("This is no request of HTTP/1.1 that can be read in one way only.");
    return {.status = status,
            .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
            .body = why + " Nothing was done.\n"};
}

std::string head_of(const HttpResponse& response, bool keep) {
    std::string out;
    out.reserve(256 + response.body.size());
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} ", response.status);
    const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
    out.append(reason.data(), reason.size()).append("\r\n");
    for (const Header& each : response.headers) append_header(out, each.name, each.value);
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n{}\r\n", response.body.size(),
                   keep ? "" : "Connection: close\r\n");
    return out;
}

}  // namespace

HttpConnection::HttpConnection(std::shared_ptr<ServerSide> server, std::unique_ptr<Stream> stream,
                               std::string address)
    : server_(std::move(server)),
      stream_(std::move(stream)),
      address_(std::move(address)),
      answered_(server_->io()) {}

asio::awaitable<void> HttpConnection::run(std::shared_ptr<HttpConnection> self) {
    Next next = co_await secure() ? Next::another_request : Next::end;
    while (next == Next::another_request && !stopped_) next = co_await serve_one();
    if (next == Next::upgrade && !stopped_ && co_await upgrade()) co_return;
    if (stream_) stream_->cut(false);
    server_->ended(self);
}

asio::awaitable<bool> HttpConnection::secure() {
    if (!server_->tls()) co_return true;
    stream_->use_tls(*server_->tls());
    stream_->next_layer().expires_after(server_->options().request_deadline);
    const auto [error] = co_await stream_->tls()->async_handshake(asio::ssl::stream_base::server, awaiting);
    co_return !error;
}

asio::awaitable<HttpConnection::Next> HttpConnection::serve_one() {
    wait_ = Wait{has_asked_, std::chrono::steady_clock::now()};
    const int refused = co_await read_request();
    wait_.reset();
    has_asked_ = true;
    if (refused < 0 || stopped_) co_return Next::end;
    if (refused > 0) {
        if (co_await reply(refusal(refused, server_->options()), false)) co_await linger();
        co_return Next::end;
    }
    if (wants_upgrade_) {
        const HttpHandlers& handlers = server_->handlers();
        std::optional<HttpResponse> refusal = HttpResponse{.status = 404};
        if (handlers.on_socket)
            refusal = handlers.refuse_upgrade ? handlers.refuse_upgrade(request_) : std::nullopt;
        if (!refusal) co_return Next::upgrade;
        co_await reply(*refusal, false);
        co_return Next::end;
    }
    const bool head_only = request_.method == "HEAD";
    answer_.reset();
    waiting_ = true;
    answered_.expires_at(asio::steady_timer::time_point::max());
    server_->handlers().on_request(std::move(request_), Responder(shared_from_this()));
    if (waiting_) co_await answered_.async_wait(awaiting);
    if (stopped_) co_return Next::end;
    if (!answer_) {
        stream_->cut(true);
        co_return Next::end;
    }
    HttpResponse answer = *std::exchange(answer_, std::nullopt);
    if (head_only) answer.body.clear();
    const bool keep = keep_alive_ && !server_->draining();
    co_return co_await reply(answer, keep) && keep ? Next::another_request : Next::end;
}

void HttpConnection::answer(HttpResponse response) {
    answer_ = std::move(response);
    refuse_to_answer();
}

void HttpConnection::refuse_to_answer() {
    waiting_ = false;
    answered_.cancel();
}

void HttpConnection::end_if_idle() {
    if (idle_ && stream_) stream_->cut(false);
}

void HttpConnection::stop() {
    stopped_ = true;
    answered_.cancel();
    if (socket_) {
        socket_->forget_events();
        socket_->abort();
    }
    if (stream_) stream_->cut(true);
}

asio::awaitable<int> HttpConnection::read_request() {
    const HttpServerOptions& options = server_->options();
    RequestReader reader(options.max_header_bytes, options.max_body_bytes);
    bool begun = buffer_.size() > 0;
    bool continued = false;
    auto first_byte = std::chrono::steady_clock::now();
    stream_->next_layer().expires_after(begun ? options.header_deadline : options.idle_limit);
    for (;;) {
        const bool had_header = reader.has_header();
        const auto bytes = buffer_.cdata();
        const auto used = reader.take({static_cast<const char*>(bytes.data()), bytes.size()});
        if (!used) co_return used.error();
        buffer_.consume(*used);
        if (reader.is_done()) break;
        if (!had_header && reader.has_header())
            stream_->next_layer().expires_at(first_byte + options.request_deadline);
        if (reader.has_header() && !continued && reader.expects_continue()) {
            continued = true;
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto [error, size] = co_await asio::async_write(*stream_, asio::buffer(go_on), awaiting);
            if (error) co_return -1;
        }
        idle_ = !begun;
        const auto [error, size] = co_await stream_->async_read_some(buffer_.prepare(read_bytes), awaiting);
        idle_ = false;
        if (error) co_return -1;
        buffer_.commit(size);
        if (std::exchange(begun, true)) continue;
        first_byte = std::chrono::steady_clock::now();
        stream_->next_layer().expires_at(first_byte + options.header_deadline);
    }
    if (buffer_.size() == 0 && buffer_.capacity() > kept_buffer_bytes) buffer_.shrink_to_fit();
    keep_alive_ = reader.keeps_alive();
    wants_upgrade_ = reader.wants_upgrade();
    if (wants_upgrade_) head_ = reader.header_bytes();
    request_ = reader.release();
    request_.peer = address_;
    co_return 0;
}

asio::awaitable<bool> HttpConnection::reply(const HttpResponse& response, bool keep) {
    std::string bytes = head_of(response, keep);
    const bool whole = !response.cut_after || *response.cut_after >= response.body.size();
    bytes.append(response.body, 0, whole ? std::string::npos : *response.cut_after);
    stream_->next_layer().expires_after(write_limit);
    const auto [error, size] = co_await asio::async_write(*stream_, asio::buffer(bytes), awaiting);
    co_return !error && whole;
}

// Closing at once would make the peer lose the refusal while it still sends its body.
asio::awaitable<void> HttpConnection::linger() {
    boost::system::error_code ignored;
    stream_->next_layer().socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_->next_layer().expires_after(linger_limit);
    std::size_t seen = 0;
    while (seen < linger_bytes) {
        buffer_.clear();
        const auto [error, size] =
            co_await stream_->next_layer().async_read_some(buffer_.prepare(read_bytes), awaiting);
        if (error) co_return;
        seen += size;
    }
}

asio::awaitable<bool> HttpConnection::upgrade() {
    auto accepted = co_await accept_handshake(server_->io(), std::move(stream_), std::move(head_),
                                              server_->options().max_message_bytes);
    if (!accepted) co_return false;
    socket_ = *accepted;
    if (stopped_) {
        socket_->abort();
        co_return false;
    }
    SocketEvents events = server_->handlers().on_socket(std::move(request_), socket_);
    events.on_closed = [weak = weak_from_this(), theirs = std::move(events.on_closed)](
                           std::uint16_t code, std::string_view reason) {
        if (theirs) theirs(code, reason);
        if (const auto self = weak.lock()) self->server_->ended(self);
    };
    socket_->start(std::move(events));
    co_return true;
}

}  // namespace tocsin::net

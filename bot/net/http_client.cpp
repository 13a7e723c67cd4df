#include "bot/net/http_client.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "bot/net/connection_pool.h"
#include "bot/net/coroutine.h"

namespace tocsin::net {

namespace http = beast::http;

namespace {

constexpr std::size_t read_bytes = 8 * 1024;
constexpr std::uint32_t max_header_bytes = 64 * 1024;
constexpr std::size_t max_body_from_outside = 64 * 1024;

void write_request(std::string& out, const Url& url, const OutgoingRequest& request) {
    out.clear();
    fmt::format_to(std::back_inserter(out), "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Tocsin\r\n",
                   request.method, url.target, url.authority());
    for (const Header& each : request.headers) append_header(out, each.name, each.value);
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n\r\n", request.body.size());
    out.append(request.body);
}

std::string words_for(const Url& url, const boost::system::error_code& error) {
    return fmt::format("{}: {}", url.host,
                       error == beast::error::timeout ? "no answer in time"
                       : error == asio::error::eof || error == asio::ssl::error::stream_truncated
                           ? "hung up"
                           : error.message());
}

std::optional<std::chrono::sys_seconds> certificate_until(Stream& stream) {
    if (stream.tls() == nullptr) return std::nullopt;
    const auto* certificate = SSL_get0_peer_certificate(stream.tls()->native_handle());
    std::tm end{};
    if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
        return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{end.tm_year + 1900},
                                          std::chrono::month{static_cast<unsigned>(end.tm_mon + 1)},
                                          std::chrono::day{static_cast<unsigned>(end.tm_mday)}};
    return std::chrono::sys_days{day} + std::chrono::hours{end.tm_hour} + std::chrono::minutes{end.tm_min} +
           std::chrono::seconds{end.tm_sec};
}

}  // namespace

class HttpClient::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(asio::io_context& io, HttpClientOptions options) : io_(io), options_(options), pool_(io, options) {}

    void send(OutgoingRequest request, Reach reach, OnResult on_result) {
        auto url = parse_url(request.url, options_.plain_anywhere);
        if (!url) return report_unsent(std::move(on_result), url.error().message);
        spawn(io_,
              perform(shared_from_this(), std::move(*url), std::move(request), reach, std::move(on_result)));
    }

    void stop() { pool_.stop(); }

  private:
    void report_unsent(OnResult on_result, std::string reason) {
        asio::post(io_, [on_result = std::move(on_result), reason = std::move(reason)] {
            on_result(std::unexpected(HttpFailure{false, reason}));
        });
    }

    static asio::awaitable<void> perform(std::shared_ptr<Impl> self, Url url, OutgoingRequest request,
                                         Reach reach, OnResult on_result) {
        const auto deadline = std::chrono::steady_clock::now() + self->options_.attempt;
        auto connection = co_await self->pool_.take(url, reach, deadline);
        if (!connection) {
            self->report_unsent(std::move(on_result), connection.error());
            co_return;
        }
        bool keep = false;
        HttpResult result = co_await self->exchange(**connection, url, request, reach, deadline, keep);
        self->pool_.give_back(url, reach, std::move(*connection), keep);
        on_result(std::move(result));
    }

    asio::awaitable<HttpResult> exchange(PooledConnection& connection, const Url& url,
                                         const OutgoingRequest& request, Reach reach,
                                         std::chrono::steady_clock::time_point deadline, bool& keep) {
        Stream& stream = *connection.stream;
        // A process that stood still for long may have been replaced by another one meanwhile.
        if (std::chrono::steady_clock::now() > deadline)
            co_return std::unexpected(HttpFailure{false, url.host + ": the time for it was over"});
        write_request(connection.output, url, request);
        stream.next_layer().expires_at(deadline);
        const auto [unwritten, written] =
            co_await asio::async_write(stream, asio::buffer(connection.output), awaiting);
        if (unwritten) co_return std::unexpected(HttpFailure{written > 0, words_for(url, unwritten)});

        http::response_parser<http::string_body> parser;
        parser.eager(true);
        parser.header_limit(max_header_bytes);
        parser.body_limit(reach == Reach::outside ? std::min(options_.max_body_bytes, max_body_from_outside)
                                                  : options_.max_body_bytes);
        parser.skip(request.method == "HEAD");
        connection.input.clear();
        boost::system::error_code error;
        std::size_t header_bytes = 0;
        while (!parser.is_done()) {
            const auto [cut, size] =
                co_await stream.async_read_some(connection.input.prepare(read_bytes), awaiting);
            if (cut == asio::error::eof && parser.is_header_done()) {
                parser.put_eof(error);
                if (!error && parser.is_done()) break;
            }
            if (cut) co_return std::unexpected(HttpFailure{true, words_for(url, cut)});
            connection.input.commit(size);
            const bool had_header = parser.is_header_done();
            const auto used = parser.put(connection.input.cdata(), error);
            connection.input.consume(used);
            if (!had_header) header_bytes += used;
            // The parser's own limit is of one line, not of all of them, nor of those between chunks.
            if (header_bytes > max_header_bytes || connection.input.size() > max_header_bytes)
                error = http::error::header_limit;
            if (error && error != http::error::need_more)
                co_return std::unexpected(HttpFailure{true, words_for(url, error)});
            if (parser.is_done() && parser.get().result() == http::status::continue_)
                co_return std::unexpected(HttpFailure{true, url.host + ": an answer that was not asked for"});
        }
        keep = parser.get().keep_alive() && connection.input.size() == 0;
        HttpResponse response;
        response.status = static_cast<int>(parser.get().result_int());
        for (const auto& field : parser.get())
            response.headers.push_back({std::string(field.name_string()), std::string(field.value())});
        response.body = std::move(parser.get().body());
        if (options_.tells_certificate) response.certificate_until = certificate_until(stream);
        co_return response;
    }

    asio::io_context& io_;
    const HttpClientOptions options_;
    ConnectionPool pool_;
};

HttpClient::HttpClient(asio::io_context& io, HttpClientOptions options)
    : impl_(std::make_shared<Impl>(io, options)) {}
HttpClient::~HttpClient() {
    stop();
}
void HttpClient::send(OutgoingRequest request, Reach reach, OnResult on_result) {
    impl_->send(std::move(request), reach, std::move(on_result));
}
void HttpClient::stop() {
    impl_->stop();
}

}  // namespace tocsin::net

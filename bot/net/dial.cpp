#include "bot/net/dial.h"

#include <fmt/format.h>

#include <boost/asio/ssl/host_name_verification.hpp>

#include "bot/net/stream.h"
#include "bot/net/tls.h"

namespace tocsin::net {

namespace {

std::string words_for(const boost::system::error_code& error, asio::ssl::stream<beast::tcp_stream&>* tls) {
    if (error == beast::error::timeout) return "timed out";
    const long verdict = tls ? SSL_get_verify_result(tls->native_handle()) : X509_V_OK;
    if (verdict != X509_V_OK)
        return fmt::format("its certificate is refused: {}", X509_verify_cert_error_string(verdict));
    return error.message();
}

std::string words_of(const tcp::endpoint& endpoint) {
    return endpoint.address().to_string();
}

}  // namespace

asio::awaitable<std::expected<std::unique_ptr<Stream>, std::string>> Dialer::dial(
    Url url, std::chrono::steady_clock::time_point deadline, std::function<void(Stream*)> on_stream,
    Reach reach) {
    const auto endpoints = co_await resolver_.resolve(url.host, url.port, deadline);
    if (!endpoints) co_return std::unexpected(fmt::format("{}: {}", url.host, endpoints.error()));
    if (reach == Reach::outside) {
        for (const auto& endpoint : *endpoints)
            if (!is_public_(endpoint.address()))
                co_return std::unexpected(
                    fmt::format("{}: is at {}, which is no public address; nothing was sent", url.host,
                                words_of(endpoint)));
    }
    std::string problem;
    for (std::size_t i = 0; i < endpoints->size(); ++i) {
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline) break;
        auto stream = std::make_unique<Stream>(io_);
        on_stream(stream.get());
        // An address that swallows everything must leave time for the next one.
        stream->next_layer().expires_at(i + 1 == endpoints->size() ? deadline : now + (deadline - now) / 2);
        const auto [error] = co_await stream->next_layer().async_connect((*endpoints)[i], awaiting);
        on_stream(nullptr);
        if (error) {
            problem = words_for(error, nullptr);
            if (error == asio::error::operation_aborted) break;
            continue;
        }
        boost::system::error_code ignored;
        stream->next_layer().socket().set_option(tcp::no_delay(true), ignored);
        stream->next_layer().socket().set_option(asio::socket_base::keep_alive(true), ignored);
        if (!url.tls) co_return stream;

        on_stream(stream.get());
        auto secured = co_await secure(*stream, url.host, deadline);
        on_stream(nullptr);
        if (!secured) co_return std::unexpected(std::move(secured.error()));
        co_return stream;
    }
    co_return std::unexpected(fmt::format("{}: {}", url.host, problem.empty() ? "timed out" : problem));
}

asio::awaitable<std::expected<void, std::string>> Dialer::secure(
    Stream& stream, std::string host, std::chrono::steady_clock::time_point deadline) {
    if (!tls_) tls_.emplace(client_tls());
    stream.use_tls(*tls_);
    SSL_set_tlsext_host_name(stream.tls()->native_handle(), host.c_str());
    stream.tls()->set_verify_callback(asio::ssl::host_name_verification(host));
    stream.next_layer().expires_at(deadline);
    const auto [refused] = co_await stream.tls()->async_handshake(asio::ssl::stream_base::client, awaiting);
    if (refused)
        co_return std::unexpected(fmt::format("{}: TLS: {}", host, words_for(refused, stream.tls())));
    co_return std::expected<void, std::string>();
}

}  // namespace tocsin::net

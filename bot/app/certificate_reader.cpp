#include "bot/app/certificate_reader.h"

#include <fmt/format.h>

#include "bot/alerts/sns.h"
#include "bot/base/signature.h"

namespace tocsin::app {
namespace {

constexpr std::size_t largest = 32 * 1024;

net::HttpClientOptions once(net::HttpClientOptions options) {
    options.keep = std::chrono::milliseconds{0};
    options.max_body_bytes = largest;
    return options;
}

}  // namespace

CertificateReader::CertificateReader(boost::asio::io_context& io, net::HttpClientOptions options)
    : client_(io, once(std::move(options))) {}

void CertificateReader::read(std::string url, OnRead on_read) {
    const auto reach = alerts::is_sns_address(url) ? Reach::anywhere : Reach::outside;
    client_.send(
        {.method = "GET", .url = std::move(url)}, reach,
        [on_read = std::move(on_read)](const net::HttpResult& result) {
            if (!result) return on_read(fail(ErrorKind::unavailable, result.error().reason));
            if (result->status != 200)
                return on_read(fail(ErrorKind::unavailable, fmt::format("status {}", result->status)));
            if (!is_certificate(result->body))
                return on_read(fail(ErrorKind::unavailable, "the answer is no certificate"));
            on_read(result->body);
        });
}

void CertificateReader::stop() {
    client_.stop();
}

}  // namespace tocsin::app

#include "bot/app/certificate_reader.h"

#include <fmt/format.h>

#include "bot/base/signature.h"

namespace tocsin::app {
namespace {

constexpr std::size_t largest = 32 * 1024;

}  // namespace

CertificateReader::CertificateReader(boost::asio::io_context& io, Reach reach)
    : reach_(reach), client_(io, {.keep = std::chrono::milliseconds{0}, .max_body_bytes = largest}) {}

void CertificateReader::read(std::string url, OnRead on_read) {
    client_.send(
        {.method = "GET", .url = std::move(url), .reach = reach_},
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

#include "bot/net/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace tocsin::net {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

constexpr int bad_request = 400;
constexpr int body_too_large = 413;
constexpr int header_too_large = 431;

int status_for(const boost::system::error_code& error) {
    if (error == http::error::header_limit) return header_too_large;
    if (error == http::error::body_limit) return body_too_large;
    return bad_request;
}

// What another reader might frame in another way: refused, never guessed at.
bool is_ambiguous(const http::request<http::string_body>& message) {
    const auto coding = message.find(http::field::transfer_encoding);
    const bool coded = coding != message.end();
    const bool sized = message.find(http::field::content_length) != message.end();
    if (coded && (sized || !beast::iequals(coding->value(), "chunked"))) return true;
    const bool plain_size = !sized || message[http::field::content_length].find_first_not_of("0123456789") ==
                                          beast::string_view::npos;
    const bool knows_chunks = message.version() == 11;
    return !plain_size || (coded && !knows_chunks) || message.count(http::field::host) > 1 ||
           message.count(http::field::content_length) > 1;
}

// A line that goes on on the next one, which our parser joins and others do not.
bool has_folded_line(std::string_view header) {
    return header.contains("\r\n ") || header.contains("\r\n\t");
}

// A line feed alone, above all, at which others end the line.
bool has_control(std::string_view line) {
    return std::ranges::any_of(line, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

}  // namespace

RequestReader::RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : max_header_bytes_(max_header_bytes) {
    parser_.header_limit(static_cast<std::uint32_t>(max_header_bytes));
    parser_.body_limit(max_body_bytes);
    on_chunk_header_ = [](std::uint64_t, std::string_view extensions, boost::system::error_code& error) {
        if (has_control(extensions)) error = http::error::bad_chunk_extension;
    };
    parser_.on_chunk_header(on_chunk_header_);
}

std::expected<std::size_t, int> RequestReader::take(std::string_view bytes) {
    const auto offered = bytes.size();
    while (!bytes.empty() && !is_done()) {
        const bool had_header = has_header();
        // No line may be longer than this: not one of the header, and neither a chunk's nor the trailers, for
        // which the parser knows no limit.
        const auto window = bytes.substr(0, max_header_bytes_);
        boost::system::error_code error;
        const auto used = parser_.put(boost::asio::buffer(window.data(), window.size()), error);
        if (error && error != http::error::need_more) return std::unexpected(status_for(error));
        if (!had_header) {
            header_bytes_.append(bytes.substr(0, used));
            if (auto fine = look_at_header(); !fine) return std::unexpected(fine.error());
        }
        if (used == 0 && window.size() == max_header_bytes_) return std::unexpected(header_too_large);
        const bool needs_more = error && window.size() == bytes.size();
        bytes.remove_prefix(used);
        if (needs_more || used == 0) break;
    }
    return offered - bytes.size();
}

std::expected<void, int> RequestReader::look_at_header() {
    if (header_bytes_.size() > max_header_bytes_) return std::unexpected(header_too_large);
    if (!has_header()) return {};
    const auto& message = parser_.get();
    if (is_ambiguous(message) || has_folded_line(header_bytes_)) return std::unexpected(bad_request);
    // Taken now: a trailer, which comes behind the body, is no header.
    request_.method = std::string(message.method_string());
    request_.target = std::string(message.target());
    for (const auto& field : message)
        request_.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    parser_.eager(true);
    return {};
}

bool RequestReader::expects_continue() const {
    return parser_.get()[http::field::expect] == "100-continue";
}

bool RequestReader::wants_upgrade() const {
    return beast::websocket::is_upgrade(parser_.get());
}

HttpRequest RequestReader::release() {
    request_.body = std::move(parser_.get().body());
    return std::move(request_);
}

}  // namespace tocsin::net

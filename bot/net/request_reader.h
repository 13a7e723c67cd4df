// One request of HTTP/1.1 out of bytes as they come, without a socket: read in one way, or refused. It keeps
// no more of it than the limits say, however it is cut into pieces. For the .cpp files of the server only.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "bot/net/http.h"

namespace tocsin::net {

class RequestReader {
  public:
    RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes);
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    // How many bytes from the front were taken. Those that are left are to be offered again, with more behind
    // them, or when is_done() are of the next request. Error: the status to refuse the request with.
    std::expected<std::size_t, int> take(std::string_view bytes);

    bool has_header() const { return parser_.is_header_done(); }
    bool is_done() const { return parser_.is_done(); }

    // Once it has its header.
    bool expects_continue() const;
    bool keeps_alive() const { return parser_.get().keep_alive(); }
    bool wants_upgrade() const;
    const std::string& header_bytes() const { return header_bytes_; }  // as they came

    HttpRequest release();  // when it is done; without its peer

  private:
    std::expected<void, int> look_at_header();

    const std::size_t max_header_bytes_;
    boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
    // The parser keeps where it is.
    std::function<void(std::uint64_t, std::string_view, boost::system::error_code&)> on_chunk_header_;
    std::string header_bytes_;
    HttpRequest request_;
};

}  // namespace tocsin::net

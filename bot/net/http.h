// HTTP messages as values, shared by our client and our server. No parsing, no sockets.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::net {

struct Header {
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
};

// The value of the first header of that name in any case; empty when absent.
std::string_view header(const std::vector<Header>& headers, std::string_view name);

struct HttpRequest {
    std::string method = "GET";
    std::string target;  // as sent: path and query, still percent-encoded
    std::vector<Header> headers;
    std::string body;
    std::string peer;  // address of the other side, without port; empty in requests that we send
};

struct HttpResponse {
    int status = 200;
    std::vector<Header> headers;  // Content-Length and Connection are the server's
    std::string body;
    // For servers that play trouble: the connection is cut after that many bytes of the body.
    std::optional<std::size_t> cut_after{};
};

}  // namespace tocsin::net

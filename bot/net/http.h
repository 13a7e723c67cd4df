// HTTP messages as values, shared by our client and our server. No parsing, no sockets.
#pragma once

#include <chrono>
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

// Writes "name: value" and the line's end; line breaks inside are left out, so that no header smuggles in
// another.
void append_header(std::string& out, std::string_view name, std::string_view value);

struct HttpRequest {
    std::string method = "GET";
    std::string target{};  // as sent: path and query, still percent-encoded
    std::vector<Header> headers{};
    std::string body{};
    std::string peer{};  // address of the other side, without port; empty in requests that we send
};

struct HttpResponse {
    int status = 200;
    std::vector<Header> headers{};  // Content-Length and Connection are the server's
    std::string body{};
    // Of a client that asks for it, over TLS: how long the other side's certificate is valid.
    std::optional<std::chrono::sys_seconds> certificate_until{};
    // For servers that play trouble: the connection is cut after that many bytes of the body.
    std::optional<std::size_t> cut_after{};
};

}  // namespace tocsin::net

#include "bot/sandbox/driver_access.h"

#include <algorithm>

namespace tocsin::sandbox {

bool is_loopback_name(std::string_view host) {
    if (host.starts_with("[::1]")) return host.size() == 5 || host[5] == ':';
    host = host.substr(0, host.find(':'));
    if (host == "localhost") return true;
    // 127.0.0.1, but not 127.0.0.1.example.org
    return host.starts_with("127.") &&
           std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

bool may_drive(const net::HttpRequest& request) {
    if (!is_loopback_name(request.peer) && request.peer != "::1") return false;
    const auto host = net::header(request.headers, "Host");
    if (!is_loopback_name(host)) return false;
    const auto origin = net::header(request.headers, "Origin");
    if (origin.empty()) return true;
    const auto scheme = origin.find("://");
    return scheme != std::string_view::npos && origin.substr(scheme + 3) == host;
}

std::string_view content_type(std::string_view file_name) {
    if (file_name.ends_with(".html")) return "text/html; charset=utf-8";
    if (file_name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (file_name.ends_with(".css")) return "text/css; charset=utf-8";
    if (file_name.ends_with(".svg")) return "image/svg+xml";
    if (file_name.ends_with(".png")) return "image/png";
    if (file_name.ends_with(".json")) return "application/json";
    return "application/octet-stream";
}

}  // namespace tocsin::sandbox

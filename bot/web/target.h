// What a request is for, taken apart: the path's parts, the query, and who really asks when a proxy stands in
// between. No routing.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/net/http.h"

namespace tocsin::web {

struct Target {
    std::vector<std::string_view> path;  // without empty parts: {"a", "7Kx9QdRm2VpZ"}
    std::string_view query;              // without ?
};
Target target_of(const net::HttpRequest& request);  // views into the request

// The address that a limit counts for: the peer's, or the last one in X-Forwarded-For that is no trusted
// proxy when the peer is one. Of IPv6 the first half, which is what one household has.
std::string client_of(const net::HttpRequest& request, const std::set<std::string>& trusted_proxies);

}  // namespace tocsin::web

// The few things we need of URLs: taking one apart and telling loopback hosts. No general parser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/error.h"

namespace tocsin::net {

struct Url {
    bool tls = true;   // https or wss
    std::string host;  // as in a Host header, an IPv6 address without brackets
    std::uint16_t port = 443;
    std::string target;  // path and query, at least "/"
    bool operator==(const Url&) const = default;

    std::string authority() const;  // of a Host header: the port only where it is not the scheme's own
};

// http, https, ws or wss with a host. Plain http and ws are for loopback hosts only, unless `plain_anywhere`.
// Error: invalid; the message never repeats path or query, which may be secret.
Expected<Url> parse_url(std::string_view text, bool plain_anywhere = false);

bool is_loopback(std::string_view host);  // localhost, 127.0.0.0/8, ::1

}  // namespace tocsin::net

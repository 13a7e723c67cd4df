// Which addresses belong to the public internet. All others are loopback, a private network, a
// cloud's metadata, or a way round to one of these. Names are not resolved here, and this machine's own
// public addresses are public.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <functional>

namespace tocsin::net {

// By the IANA registries of special-purpose addresses. Of IPv6 only 2000::/3 without its tunnels and
// examples, and 64:ff9b::/96 (NAT64) in front of a public IPv4 address.
bool is_public(const boost::asio::ip::address& address);

using IsPublic = std::function<bool(const boost::asio::ip::address&)>;

}  // namespace tocsin::net

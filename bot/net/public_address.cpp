#include "bot/net/public_address.h"

#include <algorithm>
#include <array>

namespace tocsin::net {

namespace ip = boost::asio::ip;

namespace {

struct Range4 {
    std::array<unsigned char, 4> from;
    int bits;
};
struct Range6 {
    std::array<unsigned char, 16> from;
    int bits;
};

template <std::size_t size>
bool begins_alike(const std::array<unsigned char, size>& bytes, const std::array<unsigned char, size>& prefix,
                  int bits) {
    for (std::size_t i = 0; bits > 0; ++i, bits -= 8) {
        const auto mask = bits >= 8 ? 0xffU : 0xffU << (8 - bits) & 0xffU;
        if (((bytes[i] ^ prefix[i]) & mask) != 0) return false;
    }
    return true;
}

// RFC 6890 and its registry, multicast and reserved space, and the one metadata service in public space
// (Azure's).
constexpr std::array<Range4, 16> not_public_4{{
    {{0, 0, 0, 0}, 8},
    {{10, 0, 0, 0}, 8},
    {{100, 64, 0, 0}, 10},
    {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16},
    {{172, 16, 0, 0}, 12},
    {{192, 0, 0, 0}, 24},
    {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24},
    {{192, 168, 0, 0}, 16},
    {{198, 18, 0, 0}, 15},
    {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24},
    {{224, 0, 0, 0}, 4},
    {{240, 0, 0, 0}, 4},
    {{168, 63, 129, 16}, 32},
}};

constexpr Range6 global_unicast{{0x20}, 3};
constexpr Range6 translated{{0x00, 0x64, 0xff, 0x9b}, 96};  // RFC 6052

// Within 2000::/3: protocols' own (Teredo among them), examples, 6to4.
constexpr std::array<Range6, 4> not_public_6{{
    {{0x20, 0x01, 0x00}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x02}, 16},
    {{0x3f, 0xff, 0x00}, 20},
}};

bool is_public_4(const ip::address_v4& address) {
    const auto bytes = address.to_bytes();
    return std::ranges::none_of(
        not_public_4, [&](const Range4& range) { return begins_alike(bytes, range.from, range.bits); });
}

bool is_public_6(const ip::address_v6& address) {
    const auto bytes = address.to_bytes();
    const auto within = [&](const Range6& range) { return begins_alike(bytes, range.from, range.bits); };
    if (within(translated)) return is_public_4(ip::address_v4({bytes[12], bytes[13], bytes[14], bytes[15]}));
    return address.scope_id() == 0 && within(global_unicast) && std::ranges::none_of(not_public_6, within);
}

}  // namespace

bool is_public(const ip::address& address) {
    return address.is_v4() ? is_public_4(address.to_v4()) : is_public_6(address.to_v6());
}

}  // namespace tocsin::net

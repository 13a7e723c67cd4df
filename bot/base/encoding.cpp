#include "bot/base/encoding.h"

#include <cstdint>

namespace tocsin {
namespace {

constexpr std::string_view standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view for_urls = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const char c : bytes) {
        pending = (pending << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) out += alphabet[(pending >> (bits - 6)) & 0x3F];
    }
    if (bits > 0) out += alphabet[(pending << (6 - bits)) & 0x3F];
    return out;
}

std::optional<std::string> decode(std::string_view text, std::string_view alphabet) {
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        pending = (pending << 6) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>((pending >> bits) & 0xFF);
    }
    return out;
}

}  // namespace

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 0x0F];
    }
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out = encode(bytes, standard);
    while (out.size() % 4 != 0) out += '=';
    return out;
}

std::string base64url(std::string_view bytes) {
    return encode(bytes, for_urls);
}

std::optional<std::string> from_base64(std::string_view text) {
    return decode(text, standard);
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, for_urls);
}

}  // namespace tocsin

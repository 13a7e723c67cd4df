#include <algorithm>
#include <string_view>

#include "bot/base/text.h"
#include "bot/config/values.h"

namespace tocsin::config {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_printable(char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7f;
}

struct Address {
    std::string_view host;
    std::string_view port;  // empty: none
    bool bracketed = false;
};

// HOST, HOST:PORT, [IPv6] or [IPv6]:PORT
std::optional<Address> read_address(std::string_view text) {
    Address address;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        address = {text.substr(1, end - 1), "", true};
        text.remove_prefix(end + 1);
    } else {
        const std::size_t colon = std::min(text.find(':'), text.size());
        address.host = text.substr(0, colon);
        text.remove_prefix(colon);
    }
    const auto in_host = [&](char c) {
        return is_digit(c) || is_lower(c) || is_upper(c) || c == '.' || c == '-' || c == '_' ||
               (address.bracketed && (c == ':' || c == '%'));
    };
    if (address.host.empty() || !std::ranges::all_of(address.host, in_host)) return std::nullopt;
    if (text.empty()) return address;
    address.port = text.substr(1);
    const auto number = read_integer(address.port);
    const bool plain = text[0] == ':' && std::ranges::all_of(address.port, is_digit);
    if (!plain || !number || *number > 65535) return std::nullopt;
    return address;
}

// What stands between the scheme and the path; a user name or password in it is none.
std::optional<Address> authority_of(std::string_view url, std::string_view scheme) {
    if (!url.starts_with(scheme) || !std::ranges::all_of(url, is_printable)) return std::nullopt;
    url.remove_prefix(scheme.size());
    return read_address(url.substr(0, url.find_first_of("/?#")));
}

bool is_loopback(std::string_view host) {
    const bool dotted = std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
    return iequals(host, "localhost") || host == "::1" || (dotted && host.starts_with("127."));
}

// A prefix letter of Slack's, then capitals and digits.
bool is_slack_id(std::string_view text, std::string_view prefixes) {
    return text.size() >= 3 && prefixes.find(text[0]) != std::string_view::npos &&
           std::ranges::all_of(text, [](char c) { return is_upper(c) || is_digit(c); });
}

}  // namespace

std::optional<ListenAddress> read_listen(std::string_view text) {
    const auto address = read_address(text);
    if (!address || address->port.empty()) return std::nullopt;
    const auto port = read_integer(address->port);
    return ListenAddress{std::string(address->host), static_cast<std::uint16_t>(*port)};
}

bool is_web_url(std::string_view text) {
    return authority_of(text, "https://") || authority_of(text, "http://");
}

bool is_secure_url(std::string_view text) {
    const auto plain = authority_of(text, "http://");
    return authority_of(text, "https://") || (plain && is_loopback(plain->host));
}

bool is_smtp_url(std::string_view text) {
    return authority_of(text, "smtp://") || authority_of(text, "smtps://");
}

bool is_storage_url(std::string_view text) {
    constexpr std::string_view sqlite = "sqlite:";
    if (text.starts_with(sqlite)) return text.size() > sqlite.size();
    return std::ranges::all_of(text, is_printable) &&
           (text.starts_with("postgresql://") || text.starts_with("postgres://"));
}

bool is_slack_user(std::string_view text) {
    return is_slack_id(text, "UW");
}

bool is_slack_group(std::string_view text) {
    return is_slack_id(text, "S");
}

bool is_slack_channel(std::string_view text) {
    if (is_slack_id(text, "CG")) return true;
    if (text.starts_with('#')) text.remove_prefix(1);
    constexpr std::size_t longest_channel_name = 80;
    // Slack allows letters of any script, but no capitals, spaces or punctuation.
    return !text.empty() && text.size() <= longest_channel_name && std::ranges::all_of(text, [](char c) {
        return is_lower(c) || is_digit(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    });
}

bool is_emoji(std::string_view text) {
    if (text.size() > 2 && text.starts_with(':') && text.ends_with(':'))
        text = text.substr(1, text.size() - 2);
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '+' || c == '\'' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

bool is_name(std::string_view text) {
    constexpr std::size_t longest_name = 64;
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, [](char c) {
        return is_lower(c) || is_upper(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
    });
}

}  // namespace tocsin::config

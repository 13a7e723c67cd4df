#include "bot/net/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bot/base/text.h"

namespace tocsin::net {

namespace {

bool printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

std::string Url::authority() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == (tls ? 443 : 80) ? name : fmt::format("{}:{}", name, port);
}

Expected<Url> parse_url(std::string_view text, bool plain_anywhere) {
    const auto bad = [](std::string_view why) {
        return fail(ErrorKind::invalid, fmt::format("The URL {}.", why));
    };
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos || !printable(text)) return bad("is not one");
    const std::string scheme = to_lower(text.substr(0, scheme_end));
    std::string_view rest = text.substr(scheme_end + 3);
    Url url;
    if (scheme == "http" || scheme == "ws")
        url.tls = false;
    else if (scheme != "https" && scheme != "wss")
        return bad("must begin with https:// or wss://");
    url.port = url.tls ? 443 : 80;

    const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
    std::string_view authority = rest.substr(0, path);
    rest.remove_prefix(path);
    if (authority.find('@') != std::string_view::npos) return bad("must not carry a user name");
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos) return bad("has no readable host");
        url.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        url.host = authority.substr(0, colon);
        authority.remove_prefix(colon);
    }
    if (url.host.empty()) return bad("has no host");
    if (!authority.empty()) {
        const std::string_view digits = authority.substr(1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (authority.front() != ':' || error != std::errc() || end != digits.data() + digits.size() ||
            url.port == 0)
            return bad("has no readable port");
    }
    if (!url.tls && !plain_anywhere && !is_loopback(url.host))
        return bad(fmt::format("names {} without encryption: use https, plain http is for this machine only",
                               url.host));
    url.target = rest.substr(0, std::min(rest.find('#'), rest.size()));
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    return url;
}

bool is_loopback(std::string_view host) {
    if (iequals(host, "localhost") || host == "::1") return true;
    if (!host.starts_with("127.")) return false;
    return std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace tocsin::net

#include "storage/postgres_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "storage/postgres_library.h"

namespace tocsin::storage {
namespace {

struct Parts {
    std::string_view scheme, user, hosts, rest;  // rest: "/database?options"
};

Parts parts_of(std::string_view url) {
    Parts parts;
    const auto scheme = url.find("://");
    parts.scheme = url.substr(0, scheme);
    parts.rest = url.substr(scheme + 3);
    const auto authority = parts.rest.substr(0, parts.rest.find_first_of("/?"));
    parts.rest.remove_prefix(authority.size());
    const auto at = authority.find('@');
    const auto login = at == std::string_view::npos ? "" : authority.substr(0, at);
    parts.hosts = at == std::string_view::npos ? authority : authority.substr(at + 1);
    parts.user = login.substr(0, login.find(':'));
    return parts;
}

bool is_port(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "db", "db:5432", "[::1]:5432", several with commas.
bool are_hosts(std::string_view hosts) {
    while (!hosts.empty()) {
        auto host = hosts.substr(0, hosts.find(','));
        hosts.remove_prefix(std::min(host.size() + 1, hosts.size()));
        if (host.starts_with('[')) {
            const auto end = host.find(']');
            if (end == std::string_view::npos) return false;
            host.remove_prefix(end + 1);
            if (!host.empty() && host.front() != ':') return false;
        }
        const auto colon = host.find(':');
        if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return false;
    }
    return true;
}

// Everything but the password is known not to be a piece of it.
bool is_clear(const Parts& parts) {
    return !parts.hosts.contains('@') && !parts.rest.contains('@') && are_hosts(parts.hosts);
}

}  // namespace

bool is_postgres(std::string_view url) {
    return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

std::string postgres_without_password(std::string_view url) {
    const auto parts = parts_of(url);
    if (!is_clear(parts)) return fmt::format("{}://\xE2\x80\xA6", parts.scheme);
    return fmt::format("{}://{}{}{}{}", parts.scheme, parts.user, parts.user.empty() ? "" : "@", parts.hosts,
                       parts.rest.substr(0, parts.rest.find('?')));
}

Expected<void> check_address(const PostgresLibrary& library, const std::string& url) {
    if (is_clear(parts_of(url))) {
        char* problem = nullptr;
        const std::unique_ptr<PQconninfoOption, decltype(library.free_options)> options(
            library.parse(url.c_str(), &problem), library.free_options);
        library.free_memory(problem);
        if (options) return {};
    }
    return fail(ErrorKind::invalid,
                "The store's address is not understood. Nothing was opened. Write "
                "postgresql://user@host/database; in a name, a password or an option write % as "
                "%25, @ as %40, / as %2F, ? as %3F, and : as %3A.");
}

}  // namespace tocsin::storage

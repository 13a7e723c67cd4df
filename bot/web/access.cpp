#include "bot/web/access.h"

#include <string>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/form.h"
#include "bot/base/text.h"

namespace tocsin::web {

std::string token_in(const net::HttpRequest& request, std::string_view query) {
    const auto authorization = net::header(request.headers, "Authorization");
    const auto blank = authorization.find(' ');
    if (blank == std::string_view::npos) return field_of(read_form(query), "token");
    const auto value = trim(authorization.substr(blank));
    const auto scheme = authorization.substr(0, blank);
    if (iequals(scheme, "Bearer") || iequals(scheme, "GenieKey")) return std::string(value);
    const auto decoded = from_base64(value).value_or("");
    const auto colon = decoded.find(':');
    return colon == std::string::npos ? "" : decoded.substr(colon + 1);
}

const ApiToken* token_of(const net::HttpRequest& request, std::string_view query,
                         const std::vector<ApiToken>& tokens) {
    const auto given = token_in(request, query);
    const ApiToken* found = nullptr;  // all are compared: how long it takes tells nothing
    for (const auto& token : tokens) {
        if (equal_in_constant_time(given, token.token.reveal())) found = &token;
    }
    return given.empty() ? nullptr : found;
}

}  // namespace tocsin::web

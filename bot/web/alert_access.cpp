#include "bot/web/alert_access.h"

#include <algorithm>
#include <array>

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "bot/base/text.h"
#include "bot/web/access.h"

namespace tocsin::web {
namespace {

struct Signature {
    std::string_view header;
    std::string_view prefix;  // before the digits
};

// Each is the hexadecimal HMAC-SHA256 of the body.
constexpr std::array signatures{
    Signature{"X-Hub-Signature-256", "sha256="}, Signature{"Sentry-Hook-Signature", ""},
    Signature{"X-PagerDuty-Signature", "v1="}, Signature{"X-Grafana-Alerting-Signature", ""}};
constexpr std::size_t most_signatures = 4;  // of one header: keys are rotated there too

bool has_token(std::string_view given, const AlertSource& source) {
    bool found = false;
    for (const auto& token : source.tokens) found |= equal_in_constant_time(given, token.reveal());
    return found && !given.empty();
}

bool is_signed(const net::HttpRequest& request, const Secret& key) {
    bool found = false;
    std::string expected;
    for (const auto& [header, prefix] : signatures) {
        auto given = split(net::header(request.headers, header), ',');
        if (given.size() > most_signatures) given.resize(most_signatures);
        for (const auto part : given) {
            const auto value = trim(part);
            if (value.empty() || !value.starts_with(prefix)) continue;
            if (expected.empty()) expected = hex(hmac_sha256(key.reveal(), request.body));
            found |= equal_in_constant_time(to_lower(value.substr(prefix.size())), expected);
        }
    }
    return found;
}

}  // namespace

bool is_from(const net::HttpRequest& request, std::string_view query, const AlertSource& source) {
    return has_token(token_in(request, query), source) ||
           std::ranges::any_of(source.tokens, [&](const Secret& key) { return is_signed(request, key); });
}

const AlertSource* source_with(std::string_view token, const std::vector<AlertSource>& sources) {
    const AlertSource* found = nullptr;
    for (const auto& source : sources) {
        if (has_token(token, source)) found = &source;
    }
    return found;
}

}  // namespace tocsin::web

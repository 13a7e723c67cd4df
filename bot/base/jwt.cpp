#include "bot/base/jwt.h"

#include "bot/base/digest.h"
#include "bot/base/encoding.h"
#include "bot/base/text.h"

namespace tocsin {

std::string rs256_jwt(const RsaKey& key, std::string_view claims) {
    const std::string signed_part = base64url(R"({"alg":"RS256","typ":"JWT"})") + "." + base64url(claims);
    return signed_part + "." + base64url(key.sign(signed_part));
}

std::optional<std::string> hs256_claims(std::string_view token, const Secret& secret) {
    const auto parts = split(token, '.');
    if (parts.size() != 3 || secret.empty()) return std::nullopt;
    const auto signature = from_base64url(parts[2]);
    const auto signed_part = token.substr(0, parts[0].size() + 1 + parts[1].size());
    if (!signature || !equal_in_constant_time(*signature, hmac_sha256(secret.reveal(), signed_part)))
        return std::nullopt;
    return from_base64url(parts[1]);
}

}  // namespace tocsin

// JSON Web Tokens in compact form, with the two algorithms that providers use. Claims are JSON text; which
// claims there are, and how old they may be, is the business of whoever speaks the protocol.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/signature.h"

namespace tocsin {

std::string rs256_jwt(const RsaKey& key, std::string_view claims);

// The claims of a token that was signed with `secret` and HS256, else none. The algorithm its header names is
// not asked: a signature of another kind does not fit.
std::optional<std::string> hs256_claims(std::string_view token, const Secret& secret);

}  // namespace tocsin

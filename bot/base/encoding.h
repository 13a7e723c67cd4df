// Bytes as text: hex, base64 and base64url. What is encoded, and for whom, is not known here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

std::string hex(std::string_view bytes);  // lower case
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  // without padding

// None when a character does not belong there or the length is impossible. Padding may be missing.
std::optional<std::string> from_base64(std::string_view text);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace tocsin

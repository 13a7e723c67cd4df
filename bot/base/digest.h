// Digests and random tokens on OpenSSL. No encryption; signatures with keys are in signature.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin {

std::string sha256_hex(std::string_view bytes);  // 64 lower-case digits
std::string random_token(std::size_t bytes);  // lower-case hex, 2 characters a byte, from the system's source
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace tocsin

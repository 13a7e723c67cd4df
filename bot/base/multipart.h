// multipart/form-data (RFC 7578), read.
#pragma once

#include <optional>
#include <string_view>

#include "bot/base/form.h"

namespace tocsin {

// In order; names may repeat, and a file is its content. A last part that is cut off reaches to the end of
// the body. nullopt: `content_type` names no boundary, or the body is made otherwise.
std::optional<FormFields> read_multipart(std::string_view body, std::string_view content_type);

}  // namespace tocsin

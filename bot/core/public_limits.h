// What the form for public entries has room for: Slack gives a form a hundred blocks, and each component of
// the page has one.
#pragma once

#include <cstddef>

namespace tocsin {

inline constexpr std::size_t most_public_components = 40;  // of the page that the form shows

}  // namespace tocsin

// The hash chain of an incident's timeline: each entry's hash covers the one before it. Storing is not here.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::storage {

// `previous` is the hash of the entry before, empty for the first; `event` its stored text.
std::string chain_hash(std::string_view previous, std::string_view event);

}  // namespace tocsin::storage

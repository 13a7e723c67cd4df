// A store's file that is damaged or gone: how that is noticed before anything is done with it, and what
// people are told to do. Nothing is repaired or moved here: that is decided by people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/error.h"
#include "storage/connection.h"

namespace tocsin::storage {

// Of a file beside the store to which it is being copied: it may be half of one, and is no copy to go back
// to.
inline constexpr std::string_view growing_copy_ending = ".copying";

// Checking costs about half a second for each 100 MB, from a slow disk more.
inline constexpr std::uintmax_t checked_whole_bytes = 256 * 1024 * 1024;

// The database's own check of the file behind the connection. Beyond `whole_bytes` the tables that only grow,
// the timeline and the words to search in, are left to `tocsin verify`; all that decides what the bot does
// next is still checked.
std::optional<std::string> damage_of(Connection& connection,
                                     std::uintmax_t whole_bytes = checked_whole_bytes);

// The sentence for a damaged file, with the copies that stand beside it.
Error damaged_store(const std::string& path, std::string_view problem);

// Whether `path` has to be made: it is not there, or empty.
bool is_new_store(const std::string& path);

// Why a store that has to be made must not be: what is left of an older one stands beside it.
std::optional<Error> lost_store(const std::string& path);

}  // namespace tocsin::storage

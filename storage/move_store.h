// Moves a whole store from one database to another of any kind, with every row and timer. Both are held
// meanwhile; the one that it comes from stays as it is.
#pragma once

#include <string_view>

#include "bot/base/error.h"
#include "bot/base/time.h"

namespace tocsin::storage {

struct MoveCount {
    long long rows = 0;
    long long events = 0;  // whose hashes were checked where they are now
};

// Addresses as for Store::open. Error: not_found when there is none to move; conflict when a bot holds one of
// them, or `to` has something already; otherwise that of Store::open. Nothing was moved then, unless
// the message says that this is not known.
Expected<MoveCount> move_store(std::string_view from, std::string_view to, const Clock& clock);

}  // namespace tocsin::storage

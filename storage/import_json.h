// An export into an empty store: every incident with its whole timeline, whose hash chain is built anew and
// has to come out as it was, and the tables of exported_tables.h. All of it or nothing.
#pragma once

#include <string_view>

#include "bot/base/error.h"
#include "bot/base/time.h"

namespace tocsin::storage {

struct ImportCount {
    long long incidents = 0;
    long long events = 0;
};

inline constexpr std::size_t largest_export = 1024UL * 1024 * 1024;

// `url` names a store that is not there, or that holds nothing yet. Error: a sentence; nothing was imported.
Expected<ImportCount> import_json(std::string_view url, std::string_view text, const Clock& clock);

}  // namespace tocsin::storage

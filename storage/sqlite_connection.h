// The driver for SQLite: one file, one connection, held exclusively as long as it lives. The only place that
// includes SQLite's headers; nothing here knows the schema.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/connection.h"

namespace tocsin::storage {

inline constexpr std::string_view in_memory = ":memory:";

// `path` is a file, which is created when missing, or ":memory:". Error: conflict when another process
// holds it, unavailable when it cannot be opened for writing.
Expected<std::unique_ptr<Connection>> open_sqlite(const std::string& path);

}  // namespace tocsin::storage

// Brings a database to the schema this program knows: numbered SQL files, each in one transaction and
// recorded with its checksum. What the tables mean is not here.
//
// A file named "…/0018_word.additive.sql" leaves everything as programs without it know it: they go on beside
// those that have it. Any other ends them.
#pragma once

#include <span>

#include "bot/base/embedded.h"
#include "bot/base/error.h"
#include "bot/base/time.h"
#include "storage/connection.h"

namespace tocsin::storage {

// `files` are named "…/0001_word.sql", in order. An existing database is copied to "<file>.before-<version>"
// before it is changed. Error: invalid for a database that is too new or whose files were altered after they
// had been applied; then nothing is changed.
Expected<void> migrate(Connection& connection, std::span<const EmbeddedFile> files, Time now);

// Error: invalid when a migration that is not additive came after the last of `files`.
Expected<void> check_known(Connection& connection, std::span<const EmbeddedFile> files);

int schema_version(Connection& connection);  // 0: empty

}  // namespace tocsin::storage

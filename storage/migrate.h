// Brings a database to the schema this program knows: numbered SQL files, each in one transaction and
// recorded with its checksum. What the tables mean is not here.
#pragma once

#include <span>

#include "bot/base/embedded.h"
#include "bot/base/error.h"
#include "bot/base/time.h"
#include "storage/connection.h"

namespace tocsin::storage {

// `files` are named "…/0001_word.sql", in order. An existing database is copied to "<file>.before-<version>"
// before it is changed. Error: invalid for a database that is newer than `files` or whose files were altered
// after they had been applied; then nothing is changed.
Expected<void> migrate(Connection& connection, std::span<const EmbeddedFile> files, Time now);

int schema_version(Connection& connection);  // 0: empty

}  // namespace tocsin::storage

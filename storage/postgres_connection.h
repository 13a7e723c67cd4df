// The driver for PostgreSQL: one session, which holds the store, as a whole or in turns with others, as long
// as it lives, and comes back when it is lost. Speaks through postgres_session.h; nothing here knows the
// schema.
#pragma once

#include <memory>
#include <string>

#include "storage/connection.h"
#include "storage/hold.h"

namespace tocsin::storage {

// `url` is postgresql://…, as libpq reads it. Error: conflict when another process holds the store,
// unavailable when the server cannot be reached or libpq is missing, invalid when the database is of no use
// to us.
Expected<std::unique_ptr<Connection>> open_postgres(const std::string& url, Hold hold = Hold::whole);

}  // namespace tocsin::storage

// Which database a store's address means, and that it is as this program knows it before anybody works on it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bot/base/error.h"
#include "bot/base/time.h"
#include "storage/connection.h"
#include "storage/postgres_address.h"

namespace tocsin::storage {

// "sqlite:PATH", "sqlite::memory:", "postgresql://…" or "postgres://…". Errors: those of the driver; invalid
// for any other.
Expected<std::unique_ptr<Connection>> open_connection(std::string_view url, Hold hold = Hold::whole);

// The same, migrated; the errors are those of Store::open.
Expected<std::unique_ptr<Connection>> open_migrated(std::string_view url, const Clock& clock,
                                                    Hold hold = Hold::whole);

// For people and logs: without the password that may stand in it.
std::string without_password(std::string_view url);

}  // namespace tocsin::storage

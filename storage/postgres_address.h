// The address of a PostgreSQL database as people may see it: its password shows nowhere.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/error.h"

namespace tocsin::storage {

struct PostgresLibrary;

bool is_postgres(std::string_view url);

// Without password and options; of an address in which a password may stand where none belongs only the
// scheme.
std::string postgres_without_password(std::string_view url);

// Error: invalid for an address that libpq cannot read, or reads otherwise than whoever wrote it: what it
// says of such a one holds pieces of the password.
Expected<void> check_address(const PostgresLibrary& library, const std::string& url);

}  // namespace tocsin::storage

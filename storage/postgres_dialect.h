// The SQL of ours as PostgreSQL wants it. The schema follows from the text that SQLite has: the words of
// connection.h, and the types of columns.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::storage {

std::string in_postgres(std::string_view sql);

// "SELECT", behind blanks and comments; as it stands there.
std::string_view first_word(std::string_view sql);
bool is_write(std::string_view sql);

}  // namespace tocsin::storage

// The fence round a copy of a store: no bot runs on a file that tocsin copied from one until somebody says
// that it is the store now. The bot that it was copied from may be running still, and both would page.
// Noted in the file itself, so that it goes wherever the file goes. A store that was moved has none, and
// neither has a server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/error.h"

namespace tocsin::storage {

// The statement that puts it round the database of a connection.
std::string fencing_statement();

// Why no bot may run on the store of a URL; nullopt: it has no fence, is a server's, or is not there. Reads
// the file itself, which nobody may have open in this process: closing it would drop their locks.
std::optional<Error> fenced_store(std::string_view url);

// Takes it away; nothing happens where there is none. Error: the file cannot be opened, or a bot holds it.
Expected<void> lift_fence(std::string_view url);

}  // namespace tocsin::storage

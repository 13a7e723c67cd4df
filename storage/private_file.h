// Files of the store that lie on a disk: made so that only their owner reads them, and given a name that a
// power cut leaves. What is in them is the database's business.
#pragma once

#include <string>

namespace tocsin::storage {

// Only the owner may read what it holds; SQLite gives its other files the same rights. An existing file is
// not touched: closing any handle of a file that is in use would drop the locks on it.
void create_private(const std::string& path);

// A name that was given survives a power cut only when its folder is synced.
bool sync_folder_of(const std::string& file);

}  // namespace tocsin::storage

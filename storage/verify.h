// Checks that what is stored is whole: the database's own integrity, the hash chain of every timeline, and
// that folding the timeline gives the incident's row. Repairs nothing.
#pragma once

#include "storage/store.h"

namespace tocsin::storage {

Verification verify(Connection& connection);

}  // namespace tocsin::storage

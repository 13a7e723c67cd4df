// Checks that what is stored is whole: the database's own integrity, the hash chain of every timeline, and
// that folding the timeline gives the incident's row. Repairs nothing.
#pragma once

#include <optional>
#include <string>

#include "storage/store.h"

namespace tocsin::storage {

Verification verify(Connection& connection);
// A sentence when this one's timeline is not what was written, or the incident's row not what it says; also
// UnreadableValue.
std::optional<std::string> timeline_problem(Connection& connection, IncidentNumber number);

}  // namespace tocsin::storage

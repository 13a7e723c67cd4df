// What a fail-over of the database to a standby would do to what was acknowledged.
#pragma once

#include <string>

#include "storage/connection.h"

namespace tocsin::app {

struct FailOver {
    bool loses = false;
    std::string detail;  // what was found and what to do; empty: no standby follows the server
};

// Asks the server. Throws StoreError.
FailOver fail_over_of(storage::Connection& server);

}  // namespace tocsin::app
